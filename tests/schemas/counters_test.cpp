#include "schemas/counters.h"

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

}  // namespace
}  // namespace rackproof
