#include "tests/support/run_parts.h"

#include <utility>

#include <catch2/catch.hpp>

#include "probes/collector.h"
#include "schemas/catalogue.h"
#include "tests/support/plan_parts.h"

namespace rackproof::testing {
namespace {

FileTree opened(const std::filesystem::path& root) {
  auto tree = FileTree::open(root.string());
  REQUIRE(tree);
  return *std::move(tree);
}

Plan planned(std::vector<Phase> phases, const Inventory& inventory) {
  auto plan = make_plan(reference_of(std::move(phases)), inventory, {},
                        [](std::string_view) { return make_pretended("eager"); });
  REQUIRE(plan);
  return *std::move(plan);
}

}  // namespace

Result<Discovery> QuietProbe::discover() {
  Discovery found;
  for (const char* id : {"node", "node/cpu:0", "node/memory"}) {
    found.devices.emplace_back();
    found.devices.back().id = id;
  }
  found.devices[1].kind = DeviceKind::cpu;
  found.devices[1].parent = "node";
  found.devices[2].kind = DeviceKind::memory;
  found.devices[2].parent = "node";
  return found;
}

Result<ProbeReading> QuietProbe::read() {
  static constexpr auto kOnline = metrics::named("cpu_online_count");
  return ProbeReading{{Sample{0, kOnline, host_.clock.now(), std::int64_t{1}}}, {}};
}

RunRig::RunRig(std::vector<Phase> phases) : files(opened(machine.path())) {
  machine.write("proc/stat", "cpu 0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
  machine.write("proc/self/stat", "1 (rig) R 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 1 0 0\n");
  probes.push_back(std::make_unique<QuietProbe>(host));
  inventory = take_inventory(host, probes);
  inventory.simulated = false;  // its root is an empty directory, but the workloads are to run
  plan = planned(std::move(phases), inventory);
}

RunSetup RunRig::setup() {
  RunPace pace;
  pace.grace = std::chrono::milliseconds(300);
  pace.beat = std::chrono::milliseconds(10);
  pace.least_free_bytes = 1;
  RunRecord known;
  known.run_id = "test-run";
  return RunSetup{.host = host,
                  .probes = probes,
                  .inventory = inventory,
                  .plan = plan,
                  .state = state,
                  .output = output,
                  .program = {RACKPROOF_TEST_CHILD},
                  .look_again = [this] { return inventory; },
                  .known = known,
                  .pace = pace};
}

RunRecord RunRig::run(std::stop_token stop) {
  auto record = run_plan(setup(), progress, std::move(stop));
  INFO((record ? std::string() : record.error().message));
  REQUIRE(record);
  return *std::move(record);
}

}  // namespace rackproof::testing
