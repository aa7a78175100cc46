#include "reports/step_results.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Measurement mean_of(const std::string& device, double value, std::optional<double> uncertainty) {
  Measurement one;
  one.phase = "memory";
  one.name = "memory_bandwidth_bytes_per_second";
  one.device = device;
  one.value = value;
  one.unit = Unit::byte_per_second;
  one.windows = 20;
  one.uncertainty = uncertainty;
  one.evaluation = uncertainty ? Evaluation::type_a : Evaluation::none;
  return one;
}

}  // namespace

TEST_CASE("step results: those of the attempt alone are a step's", "[reports]") {
  RunRecord record;
  Step step;
  step.phase = "memory";
  step.attempt = 2;
  CHECK(results_of(record, step).empty());  // from before they were told
  auto first = mean_of("node/gpu:0", 1e9, 1e6);
  auto second = first;
  second.attempt = 2;
  auto other = second;
  other.phase = "compute";
  record.measurements = {first, second, other};
  const auto found = results_of(record, step);
  REQUIRE(found.size() == 1);
  CHECK(found[0]->attempt == 2);
}

TEST_CASE("step results: the mean that is least certain for its size is told of each metric",
          "[reports]") {
  const auto large = mean_of("node/gpu:0", 1e9, 2e6);
  const auto small = mean_of("node/gpu:1", 1e6, 1e5);
  auto low = mean_of("node/gpu:2", 1, 1e6);
  low.statistic = Statistic::p05;  // no mean
  const auto lines = least_certain({&large, &small, &low});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] ==
        "memory_bandwidth_bytes_per_second: mean 1\u00a0MB/s ± 100\u00a0kB/s, k = 2, type A, of 20 "
        "windows "
        "on gpu:1, the least certain of 2");

  const auto unknown = mean_of("node/gpu:3", 1e9, {});
  CHECK(uncertainty_words(unknown) == "uncertainty not known");
  CHECK(least_certain({&large, &unknown})[0].find("1\u00a0GB/s, uncertainty not known") !=
        std::string::npos);
}
