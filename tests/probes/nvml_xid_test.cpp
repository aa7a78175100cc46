#include "probes/nvml/nvml_xid.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::nvml;

namespace {

const UtcTime kThen{std::chrono::seconds(1795238220)};

}  // namespace

TEST_CASE("xid: a repeat is counted on, with first and last, and never hides one before",
          "[probes][nvml]") {
  XidBook book;
  const auto first = book.note(4, "gpu", 74, 2, kThen);
  const auto again = book.note(4, "gpu", 74, 1, kThen + std::chrono::minutes(1));

  CHECK(first.code == "xid_74");
  CHECK(first.source == "nvml");
  CHECK(first.device == "gpu");
  CHECK(first.text == "Xid 74: 2 now, 2 since 2026-11-21T05:17:00.000000000Z");
  CHECK(again.text == "Xid 74: 1 now, 3 since 2026-11-21T05:17:00.000000000Z");
  CHECK(again.taken_at == kThen + std::chrono::minutes(1));
  CHECK(again.sequence == first.sequence + 1);
  CHECK(book.total(4) == 3);
  CHECK(book.total(5) == 0);
}

TEST_CASE("xid: other numbers and other GPUs are counted apart", "[probes][nvml]") {
  XidBook book;
  static_cast<void>(book.note(1, "a", 74, 1, kThen));
  static_cast<void>(book.note(1, "a", 31, 1, kThen));
  const auto other = book.note(2, "b", 74, 1, kThen);
  CHECK(other.text.find("1 since") != std::string::npos);
  CHECK(book.total(1) == 2);
  CHECK(book.total(2) == 1);
}

TEST_CASE("xid: the test messages 106 and 107 are told and never counted against a GPU",
          "[probes][nvml]") {
  XidBook book;
  CHECK(book.note(1, "a", 106, 3, kThen).code == "xid_106");
  CHECK(book.note(1, "a", 107, 1, kThen).severity == Severity::info);
  CHECK(book.total(1) == 0);
  static_cast<void>(book.note(1, "a", 105, 1, kThen));
  static_cast<void>(book.note(1, "a", 108, 1, kThen));
  CHECK(book.total(1) == 2);
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
