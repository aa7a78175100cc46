#include "certsuite/vigil.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"
#include "tests/support/plan_parts.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

/// A machine of one processor of 2 GHz under a clock that stands still.
struct Watched {
  Watched() {
    busy(0);
    dir.write("proc/self/stat", "1 (rig) R 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 1 0 0\n");
    dir.write("sys/devices/system/cpu/cpu0/cpufreq/base_frequency", "2000000\n");
    auto opened = FileTree::open(dir.path().string());
    REQUIRE(opened);
    files.emplace(*std::move(opened));
    host.emplace(Host{*files, clock});
  }
  /// Ticks that the processor has worked.
  void busy(int ticks) const {
    const auto text = std::to_string(ticks);
    dir.write("proc/stat",
              "cpu  " + text + " 0 0 0 0 0 0 0 0 0\ncpu0 " + text + " 0 0 0 0 0 0 0 0 0\n");
  }

  TempDir dir;
  FrozenClock clock;
  std::optional<FileTree> files;
  std::optional<Host> host;
};

std::vector<std::string> codes(const std::vector<Disturbance>& disturbances) {
  std::vector<std::string> all;
  for (const auto& disturbance : disturbances) {
    all.push_back(disturbance.code);
  }
  return all;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("vigil: a step beside which nothing happened has nothing to tell", "[fairness]") {
  Watched machine;
  const StepVigil vigil(*machine.host);
  CHECK(vigil.began() == machine.clock.now());
  machine.clock.advance(seconds(10));
  CHECK(vigil.findings({}).disturbances.empty());
}

TEST_CASE("vigil: a wall clock that was moved is told with how far, slewing is not", "[fairness]") {
  Watched machine;
  const StepVigil vigil(*machine.host);
  machine.clock.advance(seconds(10));
  machine.clock.step_wall(std::chrono::milliseconds(400));
  CHECK(vigil.findings({}).disturbances.empty());
  machine.clock.step_wall(seconds(-3));
  const auto found = vigil.findings({}).disturbances;
  REQUIRE(codes(found) == Codes{"clock_step"});
  CHECK(found[0].text == "the wall clock was moved by -2.6 s during the phase");
  CHECK(found[0].touches == Touches::everything);
}

TEST_CASE("vigil: a loaded processor that was read far below its base is told beside the load",
          "[fairness]") {
  Watched machine;
  const StepVigil vigil(*machine.host);
  machine.clock.advance(seconds(10));
  machine.busy(900);
  const auto slow = vigil.findings({{0, {0.4e9, 0.4e9, 0.4e9}}});
  CHECK(codes(slow.disturbances) == Codes{"foreign_load", "cpu_frequency_low"});
  CHECK(codes(vigil.findings({{0, {2e9, 2e9, 2e9}}}).disturbances) == Codes{"foreign_load"});
}

TEST_CASE("vigil: without processor times no processor is known to be loaded", "[fairness]") {
  Watched machine;
  const StepVigil vigil(*machine.host);
  machine.clock.advance(seconds(10));
  machine.dir.write("proc/stat", "intr 5\n");
  CHECK(codes(vigil.findings({{0, {0.4e9, 0.4e9, 0.4e9}}}).disturbances) ==
        Codes{"foreign_load_unknown"});
}

TEST_CASE("vigil: another boot and a device that is gone change the whole run, a new one does not",
          "[fairness]") {
  const auto before = inventory_of({"node", "node/cpu:0"});
  CHECK(compare_inventories(before, before).empty());
  CHECK(compare_inventories(before, inventory_of({"node", "node/cpu:0", "node/cpu:1"})).empty());

  auto after = inventory_of({"node"});
  after.boot_id = "another";
  const auto found = compare_inventories(before, after);
  REQUIRE(codes(found) == Codes{"boot_id_changed", "device_lost"});
  CHECK(found[1].text == "node/cpu:0 was there before the run and is gone");
  CHECK(found[1].touches == Touches::everything);
}

TEST_CASE("vigil: a probe that is gone is no device that is gone", "[fairness]") {
  auto before = inventory_of({"node", "node/probe:cpu"});
  before.devices[1].kind = DeviceKind::probe;
  CHECK(compare_inventories(before, inventory_of({"node"})).empty());
}
