#include "schemas/store/tier_codec.h"

#include <bit>
#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::store {
namespace {

using testing::SampleMaker;

constexpr TierRowShape kShape{3'600'000'000'000, 60'000'000'000, 60};

std::uint64_t bits(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

/// Readings of a window, one after the other, by what makes them.
template <typename Next>
TierSeries series_of(std::uint32_t metric, int readings, bool counter, Next next) {
  TierSeries series{metric, std::vector<TierWindow>(kShape.windows)};
  for (std::size_t i = 0; i < kShape.windows; ++i) {
    const auto start = kShape.start_ns + static_cast<std::int64_t>(i) * kShape.window_ns;
    for (int k = 0; k < readings; ++k) {
      const auto [kind, word] = next();
      merge(series.windows[i], window_of_one(start + k * std::int64_t{1'000'000'000}, kind, word),
            counter);
    }
  }
  return series;
}

TierRow row_of(SampleMaker& maker) {
  TierRow row{kShape.start_ns, kShape.window_ns, {}, {}};
  row.series.push_back(series_of(2, 60, false, [&] {
    return std::pair(Kind::measurement,
                     bits(static_cast<double>(40'000 + maker.below(9000)) / 1000));
  }));
  std::int64_t count = -5;
  row.series.push_back(series_of(3, 7, true, [&] {
    count = maker.below(30) == 0 ? 0 : count + static_cast<std::int64_t>(maker.below(1000));
    return std::pair(Kind::count, static_cast<std::uint64_t>(count));
  }));
  row.series.push_back(series_of(9, 3, true, [&] {
    const bool whole = maker.below(2) == 0;
    return whole ? std::pair(Kind::count, maker.below(UINT64_MAX))
                 : std::pair(Kind::measurement, bits(-static_cast<double>(maker.below(9)) / 7.0));
  }));
  row.series.push_back(
      series_of(10, 1, false, [] { return std::pair(Kind::measurement, bits(-0.0)); }));
  row.series.push_back(
      series_of(4'000'000'000, 0, false, [] { return std::pair(Kind::count, 0UL); }));
  auto& windows = row.series[1].windows;
  row.reasons.append({ErrorKind::io, "bus"});
  row.reasons.append({ErrorKind::stale, "asleep"});
  windows[7].missing = 9;
  windows[7].why = {{1, 5}, {0, 3}};
  windows[8] = {};
  windows[8].missing = 1;
  row.series.back().windows[59].missing = 2;
  row.series.back().windows[59].why = {{0, 2}};
  return row;
}

/// All but sums, which may be rounded to decimals.
void check_same(const TierSeries& read, TierSeries written) {
  for (std::size_t i = 0; i < written.windows.size(); ++i) {
    INFO("metric " << written.metric << " window " << i);
    CHECK(read.windows[i].sum == Approx(written.windows[i].sum).epsilon(1e-12));
    written.windows[i].sum = read.windows[i].sum;
    CHECK(read.windows[i] == written.windows[i]);
  }
}

TEST_CASE("tier row: what went in comes out, counts, mixed kinds, falls and reasons alike",
          "[schemas][store]") {
  SampleMaker maker(41);
  for (int round = 0; round < 20; ++round) {
    const auto row = row_of(maker);
    const auto bytes = write_tier_row(row);
    const auto read = read_tier_row(bytes, kShape);
    REQUIRE(read);
    REQUIRE(read->series.size() == row.series.size());
    CHECK(read->reasons.in_order() == row.reasons.in_order());
    for (std::size_t i = 0; i < row.series.size(); ++i) {
      CHECK(read->series[i].metric == row.series[i].metric);
      check_same(read->series[i], row.series[i]);
    }
    const auto one = read_tier_row(bytes, kShape, 9);
    REQUIRE(one);
    REQUIRE(one->series.size() == 1);
    check_same(one->series[0], row.series[2]);
    CHECK(read_tier_row(bytes, kShape, 5)->series.empty());
  }
}

TEST_CASE("tier row: sums are the decimals that the readings add up to", "[schemas][store]") {
  SampleMaker maker(42);
  const auto row = row_of(maker);
  const auto read = read_tier_row(write_tier_row(row), kShape, 2).value();
  for (const auto& window : read.series[0].windows) {
    CHECK(std::nearbyint(window.sum * 1000) / 1000 == window.sum);
  }
}

TEST_CASE("tier row: an hour of a gauge at 1 Hz takes a few hundred bytes, a constant twenty",
          "[schemas][store]") {
  SampleMaker maker(43);
  auto row = row_of(maker);
  row.series.resize(1);
  CHECK(write_tier_row(row).size() < 700);
  row.series[0] = series_of(2, 60, false, [] { return std::pair(Kind::count, 3UL); });
  const auto one = write_tier_row(row).size();
  row.series.push_back(row.series[0]);
  row.series[1].metric = 3;
  const auto two = write_tier_row(row).size();
  CHECK(one < 90);
  CHECK(two - one < 20);
}

TEST_CASE("tier row: bytes that cannot be are malformed, whatever is wrong with them",
          "[schemas][store]") {
  SampleMaker maker(44);
  const auto bytes = write_tier_row(row_of(maker));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(read_tier_row(std::string_view(bytes).substr(0, size), kShape));
  }
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    auto worse = bytes;
    worse[place] = static_cast<char>(worse[place] ^ (1 << maker.below(8)));
    const auto read = read_tier_row(worse, kShape);  // may be another row, and is never more
    CHECK((!read || read->series.size() <= 65'536));
  }
  CHECK_FALSE(read_tier_row(bytes, {kShape.start_ns, kShape.window_ns, 1'000'000}));
}

}  // namespace
}  // namespace rackproof::store
