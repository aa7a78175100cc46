#include "schemas/counters.h"

#include <algorithm>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof {
namespace {

using testing::at_second;

constexpr Metric kPlain{.name = "plain_total", .kind = MetricKind::counter, .help = ""};
constexpr Metric kNarrow{
    .name = "narrow_total", .kind = MetricKind::counter, .help = "", .counter = {.width_bits = 16}};
constexpr Metric kWide{
    .name = "wide_total", .kind = MetricKind::counter, .help = "", .counter = {.width_bits = 64}};
constexpr Metric kEnergy{.name = "energy_joules_total",
                         .unit = Unit::joule,
                         .kind = MetricKind::counter,
                         .help = "",
                         .counter = {.range_on_device = true}};
constexpr Metric kStops{.name = "stops_total",
                        .kind = MetricKind::counter,
                        .help = "",
                        .counter = {.saturates_at = 15}};

Series counts(std::initializer_list<std::int64_t> values) {
  Series series;
  for (const auto value : values) {
    series.push_back({at_second(static_cast<double>(series.size())), value});
  }
  return series;
}

Series amounts(std::initializer_list<double> values) {
  Series series;
  for (const auto value : values) {
    series.push_back({at_second(static_cast<double>(series.size())), value});
  }
  return series;
}

Growth grow(const Series& series, const Metric& metric, const std::string& range = "") {
  Device device;
  if (!range.empty()) {
    device.attributes["counter_range"] = range;
  }
  return growth_of(series, metric, device, {});
}

TEST_CASE("counters: growth is subtracted as integers, far above 2^53", "[schemas]") {
  constexpr std::int64_t kHigh = std::int64_t{1} << 62;
  CHECK(grow(counts({kHigh, kHigh + 1}), kPlain).value == 1);
  CHECK(grow(counts({5, 5, 5}), kPlain).value == 0);
  CHECK(grow(counts({5, 9, 12}), kPlain).value == 7);
}

TEST_CASE("counters: a fall of a counter without width is a reset, and is said", "[schemas]") {
  const auto growth = grow(counts({5, 9, 0, 2}), kPlain);
  CHECK(growth.trouble.find("reset") != std::string::npos);
  CHECK(growth.value == 6);
}

TEST_CASE("counters: a declared width makes a fall near the end a wrap, and any other a reset",
          "[schemas]") {
  CHECK(grow(counts({65'530, 4}), kNarrow).value == 10);
  CHECK(grow(counts({65'530, 4}), kNarrow).trouble.empty());
  CHECK_FALSE(grow(counts({1000, 0}), kNarrow).trouble.empty());
  CHECK_FALSE(grow(counts({1000, 0}), kWide).trouble.empty());
}

TEST_CASE("counters: RAPL energy wraps at the range that its device says", "[schemas]") {
  const auto growth = grow(amounts({262'143.0, 0.5, 100.5}), kEnergy, "262143.328850");
  CHECK(growth.trouble.empty());
  CHECK(growth.value == Approx(0.32885 + 100.5));
  CHECK_FALSE(grow(amounts({262'143.0, 0.5}), kEnergy).trouble.empty());
  CHECK_FALSE(grow(amounts({262'143.0, 0.5}), kEnergy, "nonsense").trouble.empty());
  CHECK_FALSE(grow(amounts({100.0, 0.5}), kEnergy, "262143.3").trouble.empty());
}

TEST_CASE("counters: at its stop a counter says nothing more", "[schemas]") {
  CHECK_FALSE(grow(counts({15, 15}), kStops).trouble.empty());
  CHECK_FALSE(grow(counts({3, 15}), kStops).trouble.empty());
  CHECK(grow(counts({3, 14}), kStops).trouble.empty());
}

TEST_CASE("counters: counts that move to another metric are no reset", "[schemas]") {
  const auto moved = growth_of(counts({4, 6, 0, 1}), kPlain, Device{}, counts({10, 10, 16, 16}));
  CHECK(moved.trouble.empty());
  CHECK(moved.value == 3);
  const auto lost = growth_of(counts({4, 6, 0, 1}), kPlain, Device{}, counts({10, 10, 12, 12}));
  CHECK_FALSE(lost.trouble.empty());
}

TEST_CASE("counters: a growth past 63 bits is trouble, not a wrong number", "[schemas]") {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  CHECK_FALSE(grow(counts({kLeast, kMost}), kPlain).trouble.empty());
}

TEST_CASE("counters: a reading below zero is no count, however steady it stands", "[schemas]") {
  constexpr Metric kCount{.name = "x_total", .kind = MetricKind::counter, .help = "x"};
  const Series steady{{at_second(0), std::int64_t{-1}}, {at_second(1), std::int64_t{-1}}};
  const auto growth = growth_of(steady, kCount, Device{}, {});
  CHECK(growth.value == 0);
  CHECK(growth.trouble.find("the counter read -1 at ") == 0);
}

/// What growth_of() says of the series, where only its ends and its falls are known.
Growth by_pieces(const Series& series, const Metric& metric) {
  CounterStretch stretch{.first = series.front(), .last = series.back(), .least = 1e300};
  std::int64_t before = std::get<std::int64_t>(series.front().reading);
  for (const auto& point : series) {
    const auto count = std::get<std::int64_t>(point.reading);
    stretch.least = std::min(stretch.least, static_cast<double>(count));
    if (count < before) {
      const auto fall = before - count;
      const bool first = stretch.falls++ == 0;
      stretch.first_fall = first ? point.taken_at : stretch.first_fall;
      stretch.least_fall =
          first ? fall : std::min(fall, std::get<std::int64_t>(stretch.least_fall));
      stretch.most_fall = first ? fall : std::max(fall, std::get<std::int64_t>(stretch.most_fall));
    }
    before = count;
  }
  GrowthPieces pieces(metric, Device{});
  pieces.pass(stretch);
  return pieces.finish();
}

TEST_CASE("counters: ends and falls of a stretch tell the growth that its readings told",
          "[schemas]") {
  for (const auto& series :
       {counts({3, 5, 9}), counts({65'000, 100, 65'500, 7}), counts({65'000, 100, 90, 200}),
        counts({500, 3, 10}), counts({-1, 4}), counts({INT64_MIN, INT64_MAX}), counts({1, 15})}) {
    for (const auto& metric : {kPlain, kNarrow, kStops}) {
      const auto raw = growth_of(series, metric, Device{}, {});
      const auto pieces = by_pieces(series, metric);
      INFO(metric.name << " of " << series.size() << ": " << raw.trouble);
      CHECK(pieces.trouble.empty() == raw.trouble.empty());
      CHECK(pieces.why == raw.why);
      if (raw.trouble.empty()) {
        CHECK(pieces.value == raw.value);
      }
    }
  }
}

TEST_CASE("counters: a step before a stretch is a wrap or a reset as any other", "[schemas]") {
  const auto series = counts({65'000, 10, 20});
  GrowthPieces wrap(kNarrow, Device{});
  wrap.step(series[0], series[1]);
  wrap.pass({.first = series[1], .last = series[2]});
  CHECK(wrap.finish().value == 65'536 - 65'000 + 20);
  GrowthPieces reset(kPlain, Device{});
  reset.step(series[0], series[1]);
  reset.pass({.first = series[1], .last = series[2]});
  CHECK(reset.finish().trouble.find("the counter fell at ") == 0);
}

TEST_CASE("counters: a hundred thousand falls are each held against what was taken over",
          "[schemas][hostile]") {
  constexpr int kMany = 100'000;
  constexpr Metric kMoves{.name = "moves_total",
                          .kind = MetricKind::counter,
                          .help = "",
                          .counter = {.migrates_to = "moved_total"}};
  Series counted;
  Series moved;
  for (int second = 0; second < kMany; ++second) {
    counted.push_back({at_second(second), std::int64_t{second % 2}});
    moved.push_back({at_second(second), std::int64_t{second / 2}});
  }
  const auto growth = growth_of(counted, kMoves, {}, moved);
  CHECK(growth.trouble.empty());
  CHECK(growth.value == kMany / 2);
}

}  // namespace
}  // namespace rackproof
