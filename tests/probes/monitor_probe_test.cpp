#include "probes/neuron/monitor_probe.h"

#include <deque>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "schemas/json/strict_json.h"
#include "tests/support/neuron_host.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

const NeuronTree kTwo{.model = NeuronModel::inf2, .devices = 2};
using Lines = std::vector<std::string>;

/// Gives one batch a pass.
MonitorLines batches(std::deque<Lines> lines) {
  return [lines = std::move(lines)](std::chrono::milliseconds) mutable -> Result<Lines> {
    if (lines.empty()) {
      return Error{ErrorKind::io, "the child has ended: out of batches"};
    }
    auto first = std::move(lines.front());
    lines.pop_front();
    return first;
  };
}

std::string busy_core(int core) {
  return R"({"neuron_runtime_data":[{"report":{"neuroncore_counters":{"neuroncores_in_use":{")" +
         std::to_string(core) + R"(":{"neuroncore_utilization":50}}}}}]})";
}

std::string corrected(int device, int count) {
  return R"({"system_data":{"neuron_hw_counters":{"neuron_devices":[{"neuron_device_index":)" +
         std::to_string(device) + R"(,"mem_ecc_corrected":)" + std::to_string(count) + "}]}}}";
}

}  // namespace

TEST_CASE("neuron-monitor: its core numbers run over all devices of the node", "[probes][neuron]") {
  const NeuronHost host(kTwo);
  const ProbeRun run(*make_neuron_monitor_probe(host.fixture.host(), batches({{busy_core(3)}})));

  CHECK(run.value(NeuronHost::id(1) + "/core:1", "accelerator_utilization_ratio") == 0.5);
  CHECK(run.value("node", "neuron_runtimes_count") == 1);
}

TEST_CASE("neuron-monitor: logical cores are not taken for physical ones", "[probes][neuron]") {
  const NeuronHost host(kTwo);
  auto line = busy_core(0);
  line.insert(1, R"("neuron_hardware_info":{"logical_neuroncore_config":2},)");
  const ProbeRun run(*make_neuron_monitor_probe(host.fixture.host(), batches({{line}})));

  CHECK(run.reason(NeuronHost::id(0) + "/core:0", "accelerator_utilization_ratio").kind ==
        ErrorKind::unsupported);
}

TEST_CASE("neuron-monitor: every line counts towards a rise, the last gives the rest",
          "[probes][neuron]") {
  const NeuronHost host(kTwo);
  const ProbeRun run(*make_neuron_monitor_probe(
      host.fixture.host(), batches({{corrected(1, 4), corrected(1, 6), corrected(1, 9)}})));

  CHECK(run.value(NeuronHost::id(1), "neuron_monitor_hbm_ecc_correctable_total") == 5);
}

TEST_CASE("neuron-monitor: a device that the driver does not know gives no sample",
          "[probes][neuron]") {
  const NeuronHost host(kTwo);
  const ProbeRun run(*make_neuron_monitor_probe(host.fixture.host(), batches({{corrected(7, 4)}})));

  CHECK(run.samples().size() == 1);
}

TEST_CASE("neuron-monitor: silence, an end and nonsense are failures of the pass",
          "[probes][neuron]") {
  const NeuronHost host(kTwo);
  const auto probe = make_neuron_monitor_probe(host.fixture.host(), batches({{}, {"no json"}}));
  REQUIRE(probe->discover());

  const auto silent = probe->read();
  const auto nonsense = probe->read();
  const auto ended = probe->read();

  REQUIRE_FALSE(silent);
  CHECK(silent.error().kind == ErrorKind::timed_out);
  REQUIRE_FALSE(nonsense);
  CHECK(nonsense.error().kind == ErrorKind::malformed);
  REQUIRE_FALSE(ended);
  CHECK(ended.error().message == "neuron-monitor: the child has ended: out of batches");
}

TEST_CASE("neuron-monitor: one torn line among whole ones costs nothing but itself",
          "[probes][neuron]") {
  const NeuronHost host(kTwo);
  const ProbeRun run(
      *make_neuron_monitor_probe(host.fixture.host(), batches({{busy_core(0), "{\"torn"}})));

  CHECK(run.value(NeuronHost::id(0) + "/core:0", "accelerator_utilization_ratio") == 0.5);
}

TEST_CASE("neuron-monitor: a captured tree has no running program", "[probes][neuron]") {
  const NeuronHost host(kTwo);
  const auto found = make_neuron_monitor_probe(host.fixture.host())->discover();

  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::not_observable);
}

TEST_CASE("neuron-monitor: its configuration has whole seconds, for 1.0s is passed over",
          "[probes][neuron]") {
  const auto document = parse_strict_json(neuron_monitor_configuration());

  REQUIRE(document);
  CHECK(*document->find("period")->if_string() == "2s");
  CHECK(neuron_monitor_configuration().find('.') == neuron_monitor_configuration().find(".*"));
  CHECK(document->find("neuron_runtimes")->if_array()->size() == 1);
}
