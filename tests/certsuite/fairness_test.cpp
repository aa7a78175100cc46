#include "certsuite/fairness.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

constexpr double kElapsed = 10;  ///< Seconds between two readings: 1000 ticks a processor.

/// A machine of two processors whose files change between two readings.
class ChangingMachine {
 public:
  ChangingMachine() {
    times(1000, 0, 0);
    own(100, 200);
    dir.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    dir.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", "intel_pstate\n");
    dir.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq", "3000000\n");
    dir.write("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n");
    dir.write("sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count", "4\n");
    dir.write("sys/devices/system/cpu/smt/active", "1\n");
    dir.write("sys/kernel/mm/transparent_hugepage/enabled", "[always] never\n");
    dir.write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
    dir.write("sys/class/powercap/intel-rapl:0/constraint_0_name", "long_term\n");
    dir.write("sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw", "125000000\n");
    dir.write("proc/self/cgroup", "0::/job\n");
    dir.write("sys/fs/cgroup/job/cpu.max", "max 100000\n");
    dir.write("sys/fs/cgroup/job/memory.max", "max\n");
    dir.write("proc/self/status", "Cpus_allowed_list:\t0-1\n");
    dir.write("sys/fs/cgroup/job/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 2\n");
  }

  /// Ticks of user mode, interrupts and stolen time, all processors together.
  void times(int user, int interrupts, int stolen) {
    dir.write("proc/stat", "cpu  " + std::to_string(user) + " 0 0 5 5 " +
                               std::to_string(interrupts) + " 0 " + std::to_string(stolen) +
                               " 0 0\ncpu0 1 0 0 0 0 0 0 0 0 0\ncpu1 1 0 0 0 0 0 0 0 0 0\n");
  }
  /// Ticks of this process and of the children that it waited for.
  void own(int self, int children) { process("self", "4194304", self, children); }
  void process(const std::string& number, const std::string& flags, int self, int children) {
    dir.write("proc/" + number + "/stat", number + " (a ) b) R 1 1 1 0 -1 " + flags + " 0 0 0 0 " +
                                              std::to_string(self) + " 0 " +
                                              std::to_string(children) + " 0 20 0 1 0 1 0 0\n");
  }
  [[nodiscard]] Surroundings look() const {
    const auto tree = FileTree::open(dir.path().string());
    REQUIRE(tree);
    return read_surroundings(*tree);
  }
  /// What is noticed since `before`.
  [[nodiscard]] FairnessFindings since(const Surroundings& before) const {
    return compare_surroundings(before, look(), kElapsed);
  }

  TempDir dir;
};

double fact(const FairnessFindings& findings, std::string_view name) {
  const auto found = std::ranges::find(findings.facts, name, &Fact::name);
  REQUIRE(found != findings.facts.end());
  return std::stod(found->value);
}

/// The one disturbance that was noticed.
Disturbance only(const FairnessFindings& findings) {
  REQUIRE(findings.disturbances.size() == 1);
  return findings.disturbances[0];
}

}  // namespace

TEST_CASE("fairness: a step that works with all it has is no foreign load", "[fairness]") {
  ChangingMachine machine;
  const auto before = machine.look();
  machine.times(2990, 400, 10);  // 1990 ticks busy, all of them the child's and the runner's
  machine.own(105, 2180);
  const auto findings = machine.since(before);

  CHECK(findings.disturbances.empty());
  CHECK(fact(findings, "foreign_cpu_share") == Approx((5.0 + 10.0) / 2000));
  CHECK(fact(findings, "runner_cpu_share") == Approx(5.0 / 2000));
}

TEST_CASE("fairness: another program's load is noticed above five per cent, not below",
          "[fairness]") {
  ChangingMachine machine;
  const auto before = machine.look();
  machine.own(100, 1200);
  machine.times(1000 + 1000 + 100, 0, 0);
  CHECK(machine.since(before).disturbances.empty());

  machine.times(1000 + 1000 + 110, 0, 0);
  const auto load = only(machine.since(before));
  CHECK(load.code == "foreign_load");
  CHECK(load.touches == Touches::rates);
  CHECK(load.text ==
        "others used 1.1 s of processor time and the hypervisor took 0 s, together 5.5 % of the 20 "
        "s that 2 processors had; at most 5 % leaves rates to judge");
}

TEST_CASE("fairness: time stolen by the hypervisor is foreign load", "[fairness]") {
  ChangingMachine machine;
  const auto before = machine.look();
  machine.times(1000, 0, 400);
  CHECK(only(machine.since(before)).code == "foreign_load");
}

TEST_CASE("fairness: kernel threads work for whoever asked, other processes do not", "[fairness]") {
  ChangingMachine machine;
  machine.process("7", "2097216", 10, 0);  // PF_KTHREAD
  machine.process("8", "4194304", 10, 0);
  const auto before = machine.look();
  machine.times(1000 + 500, 0, 0);
  machine.process("7", "2097216", 510, 0);
  CHECK(machine.since(before).disturbances.empty());

  machine.process("7", "2097216", 10, 0);
  machine.process("8", "4194304", 510, 0);
  CHECK(only(machine.since(before)).code == "foreign_load");
}

TEST_CASE("fairness: a few ticks of a short step are rounding, not load", "[fairness]") {
  ChangingMachine machine;
  const auto before = machine.look();
  machine.times(1000 + 20, 0, 0);
  CHECK(compare_surroundings(before, machine.look(), 0.5).disturbances.empty());
}

TEST_CASE("fairness: processor times that cannot be read take the rates away", "[fairness]") {
  ChangingMachine machine;
  const auto before = machine.look();
  machine.dir.write("proc/stat", "intr 5\n");
  const auto unknown = only(machine.since(before));
  CHECK(unknown.code == "foreign_load_unknown");
  CHECK(unknown.touches == Touches::rates);
}

TEST_CASE("fairness: each condition that changes has its name and what it takes away",
          "[fairness]") {
  struct Row {
    const char* now;
    const char* code;
    Touches touches;
  };
  const std::string cpufreq = "sys/devices/system/cpu/cpu0/cpufreq/";
  const std::vector<std::pair<std::string, Row>> rows{
      {cpufreq + "scaling_governor", {"powersave\n", "governor_changed", Touches::rates}},
      {cpufreq + "scaling_driver", {"acpi\n", "frequency_driver_changed", Touches::rates}},
      {cpufreq + "scaling_max_freq", {"1000000\n", "frequency_limit_changed", Touches::rates}},
      {"sys/devices/system/cpu/smt/active", {"0\n", "smt_changed", Touches::everything}},
      {"sys/kernel/mm/transparent_hugepage/enabled",
       {"always [never]\n", "hugepages_changed", Touches::rates}},
      {"sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw",
       {"65000000\n", "power_cap_changed", Touches::everything}},
      {"sys/fs/cgroup/job/memory.max", {"1000\n", "memory_limit_changed", Touches::everything}},
      {"sys/fs/cgroup/job/cpu.max", {"50000 100000\n", "cpu_limit_changed", Touches::rates}},
      {"proc/self/status",
       {"Cpus_allowed_list:\t0\n", "allowed_processors_changed", Touches::rates}},
      {"sys/fs/cgroup/job/cpu.stat", {"nr_throttled 3\n", "cgroup_throttled", Touches::rates}},
      {"sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count",
       {"9\n", "thermal_throttle", Touches::rates}},
  };
  for (const auto& [path, row] : rows) {
    ChangingMachine machine;
    const auto before = machine.look();
    machine.dir.write(path, row.now);
    const auto change = only(machine.since(before));
    CHECK(change.code == row.code);
    CHECK(change.touches == row.touches);
    CHECK_FALSE(change.text.empty());
  }
}

TEST_CASE("fairness: the text of a change says what was before and after", "[fairness]") {
  ChangingMachine machine;
  const auto before = machine.look();
  machine.dir.write("sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw", "65000000\n");
  CHECK(only(machine.since(before)).text ==
        "power_cap package-0 long_term was '125000000' before the phase and '65000000' after it");
  machine.dir.write("sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw", "125000000\n");
  machine.dir.write("sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count", "9\n");
  CHECK(only(machine.since(before)).text ==
        "processors were throttled for their temperature 5 times in the phase");
}

TEST_CASE("fairness: a quota below the processors is told at the start", "[fairness]") {
  ChangingMachine machine;
  const auto tree = FileTree::open(machine.dir.path().string());
  REQUIRE(tree);
  CHECK(standing_disturbances(*tree, {}).empty());
  machine.dir.write("sys/fs/cgroup/job/cpu.max", "200000 100000\n");
  CHECK(standing_disturbances(*tree, {}).empty());
  machine.dir.write("sys/fs/cgroup/job/cpu.max", "150000 100000\n");
  const auto found = standing_disturbances(*tree, {});
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "cgroup_cpu_quota");
  CHECK(found[0].text == "the control group may use 1.5 of the 2 processors");
  CHECK(found[0].touches == Touches::rates);
}

TEST_CASE("fairness: processors that the process may not run on are told at the start",
          "[fairness]") {
  ChangingMachine machine;
  const auto tree = FileTree::open(machine.dir.path().string());
  REQUIRE(tree);
  machine.dir.write("proc/self/status", "Cpus_allowed_list:\t0-1\n");
  CHECK(standing_disturbances(*tree, {}).empty());
  machine.dir.write("proc/self/status", "Cpus_allowed_list:\t1\n");
  const auto found = standing_disturbances(*tree, {});
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "processors_not_allowed");
  CHECK(found[0].text ==
        "this process may run on 1 of the 2 processors (affinity mask or cpuset): the others are "
        "not worked and not tested");
  CHECK(found[0].touches == Touches::rates);
  CHECK(standing_disturbances(*tree, found).empty());
}
