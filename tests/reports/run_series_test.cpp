#include "reports/run_series.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kStart{1795238220s};

RunRecord minute() {
  RunRecord record;
  record.started = kStart;
  record.finished = kStart + 60s;
  return record;
}

Plot plot_named(const std::vector<Plot>& plots, const std::string& title) {
  const auto found = std::ranges::find(plots, title, &Plot::title);
  REQUIRE(found != plots.end());
  return *found;
}

Plot only(testing::ExampleSeries& series, const std::string& title) {
  auto plots = plots_of(minute(), series);
  REQUIRE(plots);
  return plot_named(*plots, title);
}

}  // namespace

TEST_CASE("run series: a machine without sensors is said to be one", "[reports]") {
  testing::ExampleSeries series;
  CHECK(only(series, "Temperature").note.starts_with("This machine offered no temperature sensor"));
  CHECK(only(series, "Power").note.starts_with("This machine offered no power meter"));
  CHECK(only(series, "Error counts since the start").note == "No error count was kept.");
}

TEST_CASE("run series: an energy counter is shown as power, a wrap as a gap", "[reports]") {
  testing::ExampleSeries series;
  series.all[{"node/power_domain:package-0", "rapl_energy_joules_total"}] = {
      {kStart, Reading(100.0)},
      {kStart + 1s, Reading(150.0)},
      {kStart + 2s, Reading(10.0)},
      {kStart + 3s, Reading(70.0)}};
  const auto power = only(series, "Power");
  REQUIRE(power.lines.size() == 1);
  const auto& points = power.lines[0].points;
  REQUIRE(points.size() == 3);
  CHECK(points[0].value == 50.0);
  CHECK(points[0].seconds == 0.5);
  CHECK_FALSE(points[1].value);
  CHECK(points[2].value == 60.0);
}

TEST_CASE("run series: errors count from the first read, those that moved are drawn", "[reports]") {
  testing::ExampleReport example;
  const auto plots = plots_of(example.record, example.series);
  REQUIRE(plots);
  const auto errors = plot_named(*plots, "Error counts since the start");
  CHECK(errors.note == "1 of 2 error counts moved during the run.");
  REQUIRE(errors.lines.size() == 1);
  CHECK(errors.lines[0].points.front().value == 0.0);
  CHECK(errors.lines[0].points.back().value == 2.0);
}

TEST_CASE("run series: each workload's rate has a plot, phases lie behind all", "[reports]") {
  testing::ExampleReport example;
  const auto plots = plots_of(example.record, example.series);
  REQUIRE(plots);
  CHECK(plot_named(*plots, "mem_triad_bytes_per_second").lines.size() == 1);
  CHECK(plot_named(*plots, "Processor clock").lines.size() == 16);
  const auto heat = plot_named(*plots, "Temperature");
  CHECK(heat.lines.size() == 2);
  CHECK_FALSE(heat.from_zero);
  CHECK(heat.phases.size() == 4);
  CHECK(heat.phases[0].from == 2.0);
}

TEST_CASE("run series: a series that cannot be read is an error, not a gap", "[reports]") {
  testing::ExampleReport example;
  example.series.spoiled = SeriesKey{"node", "gemm_exact_flops_per_second"};
  CHECK_FALSE(plots_of(example.record, example.series));
}
