#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::FixtureHost;
using rackproof::testing::ProbeRun;
using rackproof::testing::TempDir;

namespace {

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_thermal_probe(fixture.host()));
}

}  // namespace

TEST_CASE("thermal: zones and cooling devices are named by type, two of one type apart",
          "[probes][thermal]") {
  const TempDir root;
  root.write("sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n");
  root.write("sys/class/thermal/thermal_zone0/temp", "49925\n");
  root.write("sys/class/thermal/thermal_zone0/policy", "step_wise\n");
  root.write("sys/class/thermal/thermal_zone0/trip_point_0_temp", "95000\n");
  root.write("sys/class/thermal/thermal_zone0/trip_point_0_type", "critical\n");
  root.write("sys/class/thermal/thermal_zone0/trip_point_0_hyst", "2000\n");
  root.write("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n");
  root.write("sys/class/thermal/thermal_zone1/temp", "50000\n");
  root.write("sys/class/thermal/cooling_device0/type", "Processor\n");
  root.write("sys/class/thermal/cooling_device0/cur_state", "0\n");
  root.write("sys/class/thermal/cooling_device0/max_state", "3\n");

  const auto seen = run(root);

  CHECK(seen.value("node/thermal_zone:x86_pkg_temp", "temperature_celsius") == 49.925);
  CHECK(seen.value("node/thermal_zone:x86_pkg_temp#2", "temperature_celsius") == 50.0);
  CHECK(seen.device("node/thermal_zone:x86_pkg_temp").attributes.at("policy") == "step_wise");
  const std::string trip = "node/thermal_zone:x86_pkg_temp/trip0";
  CHECK(seen.device(trip).attributes.at("trip_type") == "critical");
  CHECK(seen.value(trip, "thermal_trip_temperature_celsius") == 95.0);
  CHECK(seen.value(trip, "thermal_trip_hysteresis_celsius") == 2.0);
  CHECK(seen.value("node/cooling:Processor", "cooling_level_count") == 0);
  CHECK(seen.value("node/cooling:Processor", "cooling_level_max_count") == 3);
}

TEST_CASE("thermal: a zone that cannot tell its temperature keeps its place", "[probes][thermal]") {
  const TempDir root;
  root.write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
  root.write("sys/class/thermal/thermal_zone0/temp", "-274000\n");
  root.write("sys/class/thermal/thermal_zone1/type", "iwlwifi_1\n");
  root.write("sys/class/thermal/cooling_device0/type", "TFN1\n");
  root.write("sys/class/thermal/cooling_device0/max_state", "50\n");

  const auto seen = run(root);

  CHECK(seen.reason("node/thermal_zone:acpitz", "temperature_celsius").kind == ErrorKind::sentinel);
  CHECK(seen.reason("node/thermal_zone:iwlwifi_1", "temperature_celsius").kind ==
        ErrorKind::absent);
  CHECK(seen.reason("node/cooling:TFN1", "cooling_level_count").kind == ErrorKind::absent);
}
