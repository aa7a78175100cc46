#include "reports/step_windows.h"

#include <catch2/catch.hpp>

#include "schemas/text.h"
#include "tests/reports/example_report.h"

using namespace rackproof;

namespace {

UtcTime second(int number) {
  return UtcTime{} + std::chrono::seconds(number);
}

/// A step of ten seconds, the first two of them warm-up.
struct Measured {
  Measured() {
    step.started = second(0);
    step.measured_from = second(2);
    step.finished = second(10);
    for (int i = 0; i <= 12; ++i) {
      series.all[{"node/cpu:0", "cpu_sdc_operations_per_second"}].push_back({second(i), 100.0 + i});
      series.all[{"node/cpu:1", "cpu_sdc_operations_per_second"}].push_back({second(i), 50.0 + i});
      series.all[{"node", "temperature_celsius"}].push_back({second(i), 40.0});
    }
  }
  Step step;
  testing::ExampleSeries series;
};

}  // namespace

TEST_CASE("step windows: warm-up, other steps and probes' samples do not count", "[reports]") {
  Measured measured;
  const auto summaries = windows_of(measured.step, measured.series);
  REQUIRE(summaries);
  REQUIRE(summaries->size() == 1);
  const auto& rate = summaries->front();
  CHECK(rate.windows == 18);
  CHECK(rate.least == 52);
  CHECK(rate.p05 == 52);
  CHECK(rate.median == 60);
  CHECK(rate.most == 110);
  CHECK(rate.lowest_device == "node/cpu:1");
  CHECK(rate.lowest == std::vector<double>{52, 53, 54, 55, 56, 57, 58, 59, 60});
}

TEST_CASE("step windows: the spread is standard deviation over mean", "[reports]") {
  Measured measured;
  measured.series.all.erase({"node/cpu:0", "cpu_sdc_operations_per_second"});
  auto rate = windows_of(measured.step, measured.series).value().front();
  CHECK(*rate.variation == Approx(0.0489).margin(1e-4));
  CHECK(spread(rate).find(", CV 4.9 %") != std::string::npos);
  CHECK(spread(rate).starts_with("9 windows on 1 device: min"));
  CHECK(spread(rate).find("lowest on") == std::string::npos);
}

TEST_CASE("step windows: values that are none are left out, a spoiled chunk stops", "[reports]") {
  Measured measured;
  for (auto& point : measured.series.all[{"node/cpu:1", "cpu_sdc_operations_per_second"}]) {
    point.reading = Error{ErrorKind::io, "EIO"};
  }
  CHECK(windows_of(measured.step, measured.series).value().front().windows == 9);
  measured.series.spoiled = SeriesKey{"node/cpu:0", "cpu_sdc_operations_per_second"};
  CHECK_FALSE(windows_of(measured.step, measured.series));
}
