#include "probes/neuron/neuron_power.h"

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/neuron_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const NeuronTree kOne{.devices = 1};
constexpr std::string_view kMean = "accelerator_power_utilization_mean_ratio";
constexpr std::string_view kAge = "accelerator_power_utilization_age_seconds";

ProbeRun run(const NeuronHost& host) {
  return ProbeRun(*make_neuron_probe(host.fixture.host()));
}

}  // namespace

TEST_CASE("neuron: power is a share of the maximum over the last minute, no watts, with its age",
          "[probes][neuron]") {
  NeuronHost host(kOne);
  host.fixture.clock().advance(std::chrono::seconds(45));

  const auto result = run(host);

  CHECK(result.value(NeuronHost::id(0), kMean) == Approx(0.1886));
  CHECK(result.value(NeuronHost::id(0), "accelerator_power_utilization_min_ratio") ==
        Approx(0.0086));
  CHECK(result.value(NeuronHost::id(0), "accelerator_power_utilization_max_ratio") == 0.25);
  CHECK(result.value(NeuronHost::id(0), kAge) == Approx(45));
}

TEST_CASE("neuron: a power line served for ever after its sampler died is stale",
          "[probes][neuron]") {
  NeuronHost host(kOne);
  host.fixture.clock().advance(std::chrono::seconds(120));
  CHECK(run(host).value(NeuronHost::id(0), kMean) == Approx(0.1886));

  host.fixture.clock().advance(std::chrono::seconds(1));

  CHECK(run(host).reason(NeuronHost::id(0), kMean).kind == ErrorKind::stale);
  CHECK(run(host).value(NeuronHost::id(0), kAge) == Approx(121));
}

TEST_CASE("neuron: a power line from the future is a clock that disagrees", "[probes][neuron]") {
  NeuronHost host(kOne);
  host.fixture.clock().step_wall(-std::chrono::seconds(600));

  CHECK(run(host).reason(NeuronHost::id(0), kMean).kind == ErrorKind::out_of_range);
  CHECK(run(host).reason(NeuronHost::id(0), kAge).kind == ErrorKind::out_of_range);
}

TEST_CASE("neuron: power that is INVALID has no number in any of its metrics", "[probes][neuron]") {
  const NeuronHost host(kOne);
  host.put(0, "stats/power/utilization", "POWER_STATUS_INVALID,1795238220,0.00,0.00,0.00\n");

  const auto result = run(host);

  for (const auto* metric : neuron::power_metrics()) {
    CHECK(result.reason(NeuronHost::id(0), metric->name).kind == ErrorKind::sentinel);
  }
}

TEST_CASE("neuron: each die is a part with its own share or reason", "[probes][neuron]") {
  const NeuronHost host(kOne);

  const auto result = run(host);

  constexpr std::string_view kDie = "accelerator_die_power_utilization_ratio";
  CHECK(result.value(NeuronHost::id(0) + "/die:0", kDie) == 0.185);
  CHECK(result.reason(NeuronHost::id(0) + "/die:1", kDie).kind == ErrorKind::unsupported);
}
