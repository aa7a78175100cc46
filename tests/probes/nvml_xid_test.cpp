#include "probes/nvml/nvml_xid.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::nvml;

TEST_CASE("xid: as an event it has its number, and 31 and 74 are counted", "[probes][nvml]") {
  constexpr auto kXids = metrics::named("nvidia_xid_total");
  const auto link = meaning_of_xid(74);
  CHECK(link.code == "xid_74");
  CHECK(link.name == "Xid 74");
  CHECK(link.severity == Severity::error);
  CHECK(link.counter == kXids);
  CHECK(meaning_of_xid(31).counter == kXids);
  CHECK(meaning_of_xid(105).counter == kXids);
  CHECK(meaning_of_xid(108).counter == kXids);
}

TEST_CASE("xid: the test messages 106 and 107 are told and never counted against a GPU",
          "[probes][nvml]") {
  for (const auto xid : {106, 107}) {
    CHECK(meaning_of_xid(xid).counter == nullptr);
    CHECK(meaning_of_xid(xid).severity == Severity::info);
  }
}

TEST_CASE("xid: 79 asks for a restart, 106 and 107 are test messages, 154 is about another",
          "[probes][nvml]") {
  CHECK(severity_of_xid(79) == Severity::critical);
  CHECK(severity_of_xid(95) == Severity::critical);
  CHECK(severity_of_xid(48) == Severity::error);
  CHECK(severity_of_xid(74) == Severity::error);
  CHECK(severity_of_xid(31) == Severity::warning);
  CHECK(severity_of_xid(45) == Severity::warning);
  CHECK(severity_of_xid(154) == Severity::warning);
  CHECK(severity_of_xid(106) == Severity::info);
  CHECK(severity_of_xid(107) == Severity::info);
  CHECK(severity_of_xid(99999) == Severity::error);
}
