#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

TEST_CASE("inventory: a processor that went offline is listed and not present",
          "[probes][inventory]") {
  const testing::FixtureHost fixture("vanished_processor");
  const auto probe = make_inventory_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node/cpu:0", "device_present") == 1);
  CHECK(run.value("node/cpu:1", "device_present") == 0);
}

TEST_CASE("inventory: a disk that vanishes between two reads gives 0, not silence",
          "[probes][inventory]") {
  const testing::TempDir directory;
  std::filesystem::copy(
      testing::fixture_path("small_virtual_machine"), directory.path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
  const testing::FixtureHost fixture(directory.path());
  const auto probe = make_inventory_probe(fixture.host());
  const testing::ProbeRun before(*probe);
  CHECK(before.value("node/disk:0000:00:02.0", "device_present") == 1);
  CHECK(before.value("node/disk:0000:00:02.0", "disk_capacity_bytes") == 21474836480.0);
  std::filesystem::remove_all(directory.path() / "sys/devices/pci0000:00/0000:00:02.0");
  const auto after = probe->read();
  REQUIRE(after);
  bool gone = false;
  bool capacity_missing = false;
  for (const auto& sample : after->samples) {
    if (before.discovery().devices[sample.device].id == "node/disk:0000:00:02.0") {
      gone = gone || (sample.metric->name == "device_present" && as_double(sample.reading) == 0);
      capacity_missing = capacity_missing || !has_value(sample.reading);
    }
  }
  CHECK(gone);
  CHECK(capacity_missing);
}

TEST_CASE("inventory: without a list of processors nobody is said to be present",
          "[probes][inventory]") {
  const testing::TempDir directory;
  directory.write("proc/cpuinfo", "processor\t: 0\n");
  const testing::FixtureHost fixture(directory.path());
  const auto probe = make_inventory_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.reason("node/cpu:0", "device_present").kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
