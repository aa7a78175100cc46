#include "probes/neuron/monitor_rows.h"

#include <set>

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::neuron;

TEST_CASE("neuron-monitor: no number is taken twice, and none both taken and left",
          "[probes][neuron]") {
  std::set<std::string_view> paths;
  std::set<const Metric*> metrics;
  for (const auto& row : monitor_rows()) {
    CAPTURE(row.path);
    CHECK(paths.insert(row.path).second);
    CHECK(metrics.insert(row.metric).second);
    CHECK(why_left_out(row.path).empty());
    CHECK((row.metric->kind == MetricKind::counter) == (row.take == Take::rise));
  }
}

TEST_CASE("neuron-monitor: what is left out has its reason, the unknown has none",
          "[probes][neuron]") {
  CHECK(why_left_out("neuron_runtime_data[].pid") == "names a process, measures nothing");
  CHECK(why_left_out("something.new").empty());
}
