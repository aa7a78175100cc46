#include "probes/amdsmi/amdsmi_event.h"

#include <cstring>
#include <set>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::amdsmi;

namespace {

constexpr EventLayout kLayout{80, {0, 8}, {8, 4}, {12, 64}};

std::string event(std::uint64_t processor, std::uint32_t number, std::string_view message) {
  std::string bytes(80, '\0');
  std::memcpy(bytes.data(), &processor, sizeof(processor));
  std::memcpy(bytes.data() + 8, &number, sizeof(number));
  bytes.replace(12, message.size(), message);
  return bytes;
}

}  // namespace

TEST_CASE("amdsmi event: each of the four kinds has its words, and a reset counts once",
          "[probes][amdsmi]") {
  std::set<std::string> codes;
  for (const auto number : {1, 2, 3, 4}) {
    codes.insert(meaning_of_event(number).code);
  }
  CHECK(codes.size() == 4);
  CHECK(meaning_of_event(1).counter == metrics::named("amdgpu_vm_fault_total"));
  CHECK(meaning_of_event(2).counter == metrics::named("amdgpu_thermal_throttle_event_total"));
  CHECK(meaning_of_event(3).counter == metrics::named("amdgpu_reset_total"));
  CHECK(meaning_of_event(3).severity == Severity::error);
  CHECK(meaning_of_event(4).counter == nullptr);
}

TEST_CASE(
    "amdsmi event: 5 is a ring hang to the library and a page migration to the kernel, and "
    "is neither asked for nor believed",
    "[probes][amdsmi]") {
  CHECK(kEventMask == 0b1111);
  CHECK_FALSE(event_in(kLayout, event(1, 5, "ring hang")));
  CHECK_FALSE(event_in(kLayout, event(1, 0, "")));
  CHECK_FALSE(event_in(kLayout, event(1, 0xFFFFFFFF, "")));
  CHECK(meaning_of_event(5).counter == nullptr);
}

TEST_CASE("amdsmi event: it is its processor's, in the library's words", "[probes][amdsmi]") {
  const auto told = event_in(kLayout, event(0x7f0011223344, 1, "PID: 7  task name: train"));
  REQUIRE(told);
  CHECK(told->processor == 0x7f0011223344);
  CHECK(told->number == 1);
  CHECK(told->message == "PID: 7  task name: train");
}

TEST_CASE("amdsmi event: bytes that end early are no event", "[probes][amdsmi]") {
  CHECK_FALSE(event_in(kLayout, ""));
  CHECK_FALSE(event_in(kLayout, "12345678"));
}
