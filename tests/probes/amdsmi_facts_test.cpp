#include "probes/amdsmi/amdsmi_facts.h"

#include <catch2/catch.hpp>

#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::amdsmi;

namespace {

constexpr VbiosLayout kVbios{40, {0, 8}, {8, 8}, {16, 8}, {24, 8}};
constexpr MemoryLayout kMemory{32, {0, 4}, {16, 4}};

std::string memory(unsigned char type, const std::string& width) {
  std::string bytes(32, '\0');
  bytes[0] = static_cast<char>(type);
  bytes.replace(16, width.size(), width);
  return bytes;
}

}  // namespace

TEST_CASE("amdsmi facts: a text ends at its field, whether a zero stands there or not",
          "[probes][amdsmi]") {
  CHECK(text_at("abcdefghij", {0, 8}) == "abcdefgh");
  CHECK(text_at(std::string("ab\0defgh", 8), {0, 8}) == "ab");
  CHECK(text_at("abc", {0, 8}).empty());
  CHECK(text_at("abc", {0, 0}).empty());
  CHECK(text_at("\x1b[2Jxxxx", {0, 8}) == printable("\x1b[2Jxxxx"));
}

TEST_CASE("amdsmi facts: N/A, nothing and all ones are no facts", "[probes][amdsmi]") {
  std::string bytes(40, '\0');
  bytes.replace(0, 3, "N/A");
  CHECK(vbios_facts(kVbios, bytes).empty());
  CHECK(memory_facts(kMemory, memory(0, "\xff\xff\xff\xff")).empty());
  CHECK(memory_facts(kMemory, memory(200, "")).empty());
}

TEST_CASE("amdsmi facts: what is told has a name, what a version lacks has none",
          "[probes][amdsmi]") {
  std::string bytes = "name0000date00001.2.3000boot0000xxxxxxxx";
  const auto facts = vbios_facts(kVbios, bytes);
  CHECK(facts.at("vbios_name") == "name0000");
  CHECK(facts.at("vbios_build_date") == "date0000");
  CHECK(facts.at("vbios_version") == "1.2.3000");
  CHECK(facts.at("boot_firmware") == "boot0000");
  auto before = kVbios;
  before.boot_firmware = {};
  CHECK_FALSE(vbios_facts(before, bytes).contains("boot_firmware"));
  const auto told = memory_facts(kMemory, memory(5, std::string("\0\x20\0\0", 4)));
  CHECK(told.at("memory_type") == "HBM3E");
  CHECK(told.at("memory_bus_bits") == "8192");
}

TEST_CASE("amdsmi facts: a bus address is the kernel's, of whatever domain", "[probes][amdsmi]") {
  CHECK(address_of(0x3b00) == "0000:3b:00.0");
  CHECK(address_of(0x3b01) == "0000:3b:00.1");
  CHECK(address_of((std::uint64_t{0x10000} << 16U) | 0x05ff) == "10000:05:1f.7");
  CHECK(address_of(~std::uint64_t{0}).empty());
}

TEST_CASE("amdsmi facts: a number that the bytes do not hold is 0", "[probes][amdsmi]") {
  CHECK(number_at("\x01\x02\x03\x04", {0, 4}) == 0x04030201);
  CHECK(number_at("\x01\x02\x03", {0, 4}) == 0);
}
