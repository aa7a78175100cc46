#include "reports/readings_summary.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"

using namespace rackproof;

namespace {

constexpr TimeRange kAlways{UtcTime::min(), UtcTime::max()};

}  // namespace

TEST_CASE("readings: every metric is counted with what it lacks and why", "[reports]") {
  testing::ExampleReport example;
  const auto all = summarise(example.series, kAlways);
  REQUIRE(all);
  const auto heat = std::ranges::find(*all, "temperature_celsius", &MetricSummary::metric);
  REQUIRE(heat != all->end());
  CHECK(heat->row != nullptr);
  CHECK(heat->devices.size() == 1);
  CHECK(heat->readable == 44);
  CHECK(heat->missing.at("malformed") == 4);
  CHECK(heat->example == testing::kHostile);
}

TEST_CASE("readings: a metric of a newer release is shown, not dropped", "[reports]") {
  testing::ExampleSeries series;
  series.all[{"node", "metric_of_tomorrow"}] = {{UtcTime{}, Reading(std::int64_t{1})}};
  const auto all = summarise(series, kAlways);
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  CHECK(all->front().row == nullptr);
  CHECK(all->front().readable == 1);
}

TEST_CASE("readings: a series that cannot be read is an error, not a gap", "[reports]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  const auto all = summarise(example.series, kAlways);
  REQUIRE_FALSE(all);
  CHECK(all.error().message == "node gemm_exact_flops_per_second: a chunk fails its checksum");
}
