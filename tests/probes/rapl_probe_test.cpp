#include <filesystem>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::FixtureHost;
using rackproof::testing::ProbeRun;
using rackproof::testing::TempDir;

namespace {

constexpr auto kPackage = "node/powercap:intel-rapl/package-0";

void zone(const TempDir& root, const std::string& directory, const std::string& name,
          const std::string& energy) {
  const auto at = "sys/class/powercap/" + directory;
  root.write(at + "/name", name + "\n");
  root.write(at + "/energy_uj", energy + "\n");
  root.write(at + "/max_energy_range_uj", "262143328850\n");
}

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_rapl_probe(fixture.host()));
}

}  // namespace

TEST_CASE("rapl: energy is joules and the counter's range goes with the device", "[probes][rapl]") {
  const TempDir root;
  root.write("sys/class/powercap/intel-rapl/enabled", "1\n");
  zone(root, "intel-rapl:0", "package-0", "240422366267");
  zone(root, "intel-rapl:0:0", "core", "118821284256");
  zone(root, "intel-rapl-mmio:0", "package-0", "7000000");

  const auto seen = run(root);

  const auto& package = seen.device(kPackage);
  CHECK(package.kind == DeviceKind::power_domain);
  CHECK(package.attributes.at("counter_range") == "262143.32885");
  CHECK(package.attributes.at("package") == "0");
  CHECK(seen.value(kPackage, "rapl_energy_joules_total") == 240422.366267);
  CHECK(seen.device(std::string(kPackage) + "/core").parent == kPackage);
  CHECK(seen.value(std::string(kPackage) + "/core", "rapl_energy_joules_total") == 118821.284256);
  CHECK(seen.value("node/powercap:intel-rapl-mmio/package-0", "rapl_energy_joules_total") == 7);
  CHECK(metrics::find("rapl_energy_joules_total")->counter.range_on_device);
}

TEST_CASE("rapl: limits hang below their zone, an empty one has a reason", "[probes][rapl]") {
  const TempDir root;
  zone(root, "intel-rapl:0", "package-0", "1");
  const std::string at = "sys/class/powercap/intel-rapl:0/";
  root.write(at + "enabled", "1\n");
  root.write(at + "constraint_0_name", "long_term\n");
  root.write(at + "constraint_0_power_limit_uw", "95000000\n");
  root.write(at + "constraint_0_max_power_uw", "");
  root.write(at + "constraint_0_time_window_us", "999424\n");

  const auto seen = run(root);

  const auto limit = std::string(kPackage) + "/limit:long_term";
  CHECK(seen.value(kPackage, "rapl_enabled") == 1);
  CHECK(seen.value(limit, "rapl_power_limit_watts") == 95);
  CHECK(seen.value(limit, "rapl_power_limit_window_seconds") == 0.999424);
  CHECK(seen.reason(limit, "rapl_power_limit_max_watts").kind == ErrorKind::malformed);
}

TEST_CASE("rapl: a counter for root alone is denied, with a remedy", "[probes][rapl]") {
  const TempDir root;
  zone(root, "intel-rapl:0", "package-0", "1");
  const auto path = root.at("sys/class/powercap/intel-rapl:0/energy_uj");
  std::filesystem::permissions(path, std::filesystem::perms::none);

  const auto seen = run(root);

  const auto* note = seen.unreadable("/sys/class/powercap/intel-rapl:0/energy_uj");
  if (note == nullptr) {  // root reads it all the same
    CHECK(seen.value(kPackage, "rapl_energy_joules_total") == 1e-6);
    return;
  }
  CHECK(note->why.kind == ErrorKind::denied);
  CHECK(note->remedy == "run as root or grant CAP_DAC_READ_SEARCH");
  CHECK(seen.reason(kPackage, "rapl_energy_joules_total").kind == ErrorKind::denied);
}
