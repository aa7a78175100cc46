#include "probes/kmsg/kmsg_parse.h"

#include <array>
#include <string_view>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("kmsg: a record has a head, a text and keys on lines of their own", "[probes][kmsg]") {
  const auto record = kmsg::parse_record(
      "3,1234,5678901,-,caller=T1;pcieport 0000:3a:00.0: AER: Corrected error\n"
      " SUBSYSTEM=pci\n DEVICE=+pci:0000:3b:00.0\n");
  REQUIRE(record);
  CHECK(record->level == 3);
  CHECK(record->facility == 0);
  CHECK(record->sequence == 1234);
  CHECK(record->since_boot_us == 5678901);
  CHECK(record->text == "pcieport 0000:3a:00.0: AER: Corrected error");
  CHECK(record->subsystem == "pci");
  CHECK(kmsg::device_id_of(*record) == "node/pci:0000:3b:00.0");
}

TEST_CASE("kmsg: a process that writes 'NVRM: Xid' is not the kernel", "[probes][kmsg]") {
  const auto forged = kmsg::parse_record("12,9,1,-;NVRM: Xid (PCI:0000:3b:00): 79");
  REQUIRE(forged);
  CHECK(forged->facility == 1);
  CHECK(forged->level == 4);
}

TEST_CASE("kmsg: text with semicolons and no keys is kept whole", "[probes][kmsg]") {
  const auto record = kmsg::parse_record("6,3,0,-;a; b,c; d\n");
  REQUIRE(record);
  CHECK(record->text == "a; b,c; d");
  CHECK(kmsg::device_id_of(*record) == "node");
  CHECK(kmsg::parse_record("6,3,0,-;")->text.empty());
  CHECK(kmsg::parse_record("6,3,0,-;\xff!")->text == "\\xff!");
}

TEST_CASE("kmsg: what is no record is malformed", "[probes][kmsg]") {
  constexpr std::array<std::string_view, 6> kBroken{
      "", "no record", "6,1,2;text", "x,1,2,-;t", "6,-1,2,-;t", "99999999999,1,2,-;t"};
  for (const auto bytes : kBroken) {
    INFO(bytes);
    const auto record = kmsg::parse_record(bytes);
    REQUIRE_FALSE(record);
    CHECK(record.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("kmsg: levels become severities", "[probes][kmsg]") {
  CHECK(kmsg::severity_of(0) == Severity::critical);
  CHECK(kmsg::severity_of(2) == Severity::critical);
  CHECK(kmsg::severity_of(3) == Severity::error);
  CHECK(kmsg::severity_of(4) == Severity::warning);
  CHECK(kmsg::severity_of(7) == Severity::info);
}

}  // namespace
}  // namespace rackproof
