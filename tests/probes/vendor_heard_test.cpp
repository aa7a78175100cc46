#include "probes/vendor/vendor_heard.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using namespace rackproof::vendor;

namespace {

constexpr auto kCounted = metrics::named("nvidia_xid_total");
const UtcTime kThen{std::chrono::seconds(1795238220)};

/// Even numbers are counted, odd ones are not.
Meaning even(std::int64_t number) {
  const auto name = std::to_string(number);
  return {"kind_" + name, Severity::warning, "Kind " + name, number % 2 == 0 ? kCounted : nullptr};
}

}  // namespace

TEST_CASE("vendor heard: a repeat is counted on, with first and last, and never hides one before",
          "[probes][vendor]") {
  HeardBook book("source", even);
  const auto first = book.note(4, "gpu", {74, 2, ""}, kThen);
  const auto again = book.note(4, "gpu", {74, 1, "its words"}, kThen + std::chrono::minutes(1));

  CHECK(first.code == "kind_74");
  CHECK(first.severity == Severity::warning);
  CHECK(first.source == "source");
  CHECK(first.device == "gpu");
  CHECK(first.text == "Kind 74: 2 now, 2 since 2026-11-21T05:17:00.000000000Z");
  CHECK(again.text == "Kind 74: 1 now, 3 since 2026-11-21T05:17:00.000000000Z; its words");
  CHECK(again.taken_at == kThen + std::chrono::minutes(1));
  CHECK(again.sequence == first.sequence + 1);
  CHECK(book.total(4, kCounted) == 3);
  CHECK(book.total(5, kCounted) == 0);
}

TEST_CASE("vendor heard: other numbers and other GPUs are counted apart", "[probes][vendor]") {
  HeardBook book("source", even);
  static_cast<void>(book.note(1, "a", {74, 1, ""}, kThen));
  static_cast<void>(book.note(1, "a", {32, 1, ""}, kThen));
  const auto other = book.note(2, "b", {74, 1, ""}, kThen);
  CHECK(other.text.find("1 since") != std::string::npos);
  CHECK(book.total(1, kCounted) == 2);
  CHECK(book.total(2, kCounted) == 1);
}

TEST_CASE("vendor heard: what is no occurrence of a counter is told and not counted",
          "[probes][vendor]") {
  HeardBook book("source", even);
  CHECK(book.note(1, "a", {75, 3, ""}, kThen).code == "kind_75");
  CHECK(book.total(1, kCounted) == 0);
}
