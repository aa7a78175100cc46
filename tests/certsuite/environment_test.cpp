#include "certsuite/environment.h"

#include <algorithm>
#include <string_view>

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

std::string value_of_fact(const std::vector<Fact>& facts, std::string_view name) {
  const auto found = std::ranges::find(facts, name, &Fact::name);
  return found == facts.end() ? "no such fact" : found->value;
}

std::vector<Fact> facts_in(const TempDir& dir) {
  const auto tree = FileTree::open(dir.path().string());
  REQUIRE(tree);
  return environment_facts(*tree);
}

}  // namespace

TEST_CASE("environment: governors that differ are all told", "[environment]") {
  const TempDir dir;
  dir.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
  dir.write("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");
  dir.write("sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "performance\n");
  dir.write("sys/devices/system/cpu/cpuidle/current_driver", "none\n");

  CHECK(value_of_fact(facts_in(dir), "cpu_governor") == "performance, powersave");
}

TEST_CASE("environment: what is not there is told, never left out", "[environment]") {
  const TempDir dir;
  const auto facts = facts_in(dir);

  CHECK(value_of_fact(facts, "cpu_governor").starts_with("not offered"));
  CHECK(value_of_fact(facts, "load_average_before") == "not offered by this kernel");
  CHECK(value_of_fact(facts, "power_cap") == "not offered by this kernel");
  CHECK(value_of_fact(facts, "cgroup_memory_limit") == "no limit found");
}

TEST_CASE("environment: limits of the groups are told, and processors allowed", "[environment]") {
  const TempDir dir;
  dir.write("proc/self/cgroup", "0::/system.slice/job.scope\n");
  dir.write("sys/fs/cgroup/system.slice/memory.max", "4294967296\n");
  dir.write("sys/fs/cgroup/system.slice/job.scope/memory.max", "max\n");
  dir.write("sys/fs/cgroup/system.slice/job.scope/cpu.max", "150000 100000\n");
  dir.write("proc/self/status", "Cpus_allowed_list:\t4-7\n");
  const auto facts = facts_in(dir);

  CHECK(value_of_fact(facts, "cgroup_memory_limit") == "4294967296");
  CHECK(value_of_fact(facts, "cgroup_cpu_limit") == "150000 100000");
  CHECK(value_of_fact(facts, "cpus_allowed") == "4-7");
}

TEST_CASE("environment: a container's own root carries its limit", "[environment]") {
  const TempDir dir;
  dir.write("proc/self/cgroup", "0::/\n");
  dir.write("sys/fs/cgroup/memory.max", "1073741824\n");

  CHECK(value_of_fact(facts_in(dir), "cgroup_memory_limit") == "1073741824");
}

TEST_CASE("environment: only telling words of the kernel command line are kept", "[environment]") {
  const TempDir dir;
  dir.write("proc/cmdline", "root=/dev/sda1 mitigations=off secret=hunter2 nosmt\n");

  CHECK(value_of_fact(facts_in(dir), "kernel_command_line") == "mitigations=off nosmt");
}

TEST_CASE("environment: power caps are named by zone and term", "[environment]") {
  const TempDir dir;
  dir.write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
  dir.write("sys/class/powercap/intel-rapl:0/constraint_0_name", "long_term\n");
  dir.write("sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw", "125000000\n");
  const auto facts = facts_in(dir);

  CHECK(value_of_fact(facts, "power_cap package-0 long_term") == "125000000");
  CHECK(facts.back().unit == "uW");
}

TEST_CASE("environment: the clock source is told, or not given", "[environment]") {
  const TempDir dir;
  const auto tree = FileTree::open(dir.path().string());
  REQUIRE(tree);
  CHECK(clock_source(*tree) == "not given");
  dir.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
  CHECK(clock_source(*tree) == "tsc");
}
