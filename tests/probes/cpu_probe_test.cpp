#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"

namespace rackproof {
namespace {

TEST_CASE("cpu: what each processor repeats of its package is counted once, and a core once",
          "[probes][cpu]") {
  const testing::FixtureHost fixture("throttled_package");
  const auto probe = make_cpu_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node", "cpu_online_count") == 4);
  CHECK(run.value("node/cpu:0", "cpu_core_throttle_total") == 5);
  CHECK(run.find("node/cpu:2", "cpu_core_throttle_total") == nullptr);  // the sibling of cpu0
  CHECK(run.value("node/package:0", "cpu_package_throttle_total") == 30);
  CHECK(run.value("node/package:0", "cpu_package_throttle_seconds_total") == 1.5);
}

TEST_CASE("cpu: a driver that does not know the clock gives a reason, not 0 Hz", "[probes][cpu]") {
  const testing::FixtureHost fixture("throttled_package");
  const auto probe = make_cpu_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node/cpu:0", "cpu_frequency_hertz") == 2.4e9);
  CHECK(run.reason("node/cpu:3", "cpu_frequency_hertz").kind == ErrorKind::sentinel);
  CHECK(run.unreadable("/sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq") != nullptr);
}

TEST_CASE("cpu: a machine without sysfs is absent", "[probes][cpu]") {
  const testing::FixtureHost fixture("old_kernel_pressure");
  CHECK(make_cpu_probe(fixture.host())->discover().error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
