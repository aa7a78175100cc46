#include "schemas/store/tier_builder.h"

#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

constexpr TierPlace kPlace{0, 1, 500};
constexpr std::int64_t kSecond = 1'000'000'000;

bool no_counter(std::uint32_t /*metric*/) {
  return false;
}

Point at(std::int64_t second, Reading reading) {
  return {UtcTime{std::chrono::nanoseconds(kPlace.start_ns() + second * kSecond)},
          std::move(reading)};
}

TierRow row_of(const std::string& bytes) {
  const auto& tier = kTiers[kPlace.tier];
  return read_tier_row(bytes, {kPlace.start_ns(), tier.window.count(), windows_of(tier)}).value();
}

TEST_CASE("tier builder: what lies outside the stretch is left out, and nothing gives no row",
          "[schemas][store]") {
  TierBuilder none(kPlace, no_counter);
  none.add(3, {at(-1, 1.0), at(3600, 2.0)});
  CHECK(std::move(none).finish().empty());
  TierBuilder some(kPlace, no_counter);
  some.add(3, {at(-1, 1.0), at(0, 5.0), at(3599, 7.0), at(3600, 2.0)});
  const auto row = row_of(std::move(some).finish());
  REQUIRE(row.series.size() == 1);
  CHECK(row.series[0].windows.front().readable == 1);
  CHECK(row.series[0].windows.back().sum == 7);
  CHECK(row.series[0].windows[1] == TierWindow{});
}

TEST_CASE("tier builder: a value that is no finite number counts as missing, with that reason",
          "[schemas][store]") {
  TierBuilder builder(kPlace, no_counter);
  builder.add(3,
              {at(1, std::numeric_limits<double>::quiet_NaN()), at(2, Error{ErrorKind::io, "bus"}),
               at(3, Error{ErrorKind::io, "bus"}), at(4, std::int64_t{9})});
  const auto row = row_of(std::move(builder).finish());
  const auto& window = row.series[0].windows[0];
  CHECK(window.readable == 1);
  CHECK(window.missing == 3);
  REQUIRE(window.why.size() == 2);
  CHECK(row.reasons.in_order()[window.why[0].number] == Error{ErrorKind::io, "bus"});
  CHECK(window.why[0].times == 2);
  CHECK(row.reasons.in_order()[window.why[1].number].kind == ErrorKind::malformed);
}

TEST_CASE("tier builder: a chunk whose stamps fall back is refused, to be put in order first",
          "[schemas][store]") {
  Columns columns;
  columns.add_column(3);
  columns.add(0, at(100, 1.0));
  columns.add(0, at(40, 2.0));
  TierBuilder builder(kPlace, no_counter);
  CHECK_FALSE(builder.add(columns));
  Columns later;
  later.add_column(3);
  later.add(0, at(100, 1.0));
  TierBuilder two(kPlace, no_counter);
  CHECK(two.add(later));
  Columns earlier;
  earlier.add_column(3);
  earlier.add(0, at(99, 1.0));
  CHECK_FALSE(two.add(earlier));
}

}  // namespace
}  // namespace rackproof::store
