#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/amdgpu_tree.h"
#include "tests/support/captures.h"
#include "tests/support/fixture_host.h"
#include "tests/support/gpu_metrics_file.h"
#include "tests/support/probe_run.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr auto kCard = "node/accelerator:0000:3b:00.0";
constexpr auto kHbm = "node/accelerator:0000:3b:00.0/hbm";

void write_whole_card(const TempDir& root, const AmdCard& card) {
  write_card(root, card);
  write_sensors(root, card);
  write_ras(root, card);
  MetricsFile file(1, 6, 1664);
  file.set("energy_accumulator", 65536 * 3);
  file.set("accumulation_counter", 1000);
  file.set("ppt_residency_acc", 40);
  file.set("temperature_hotspot", 99);
  file.set("pcie_replay_count_acc", 99);
  file.set("pcie_nak_rcvd_count_acc", 6);
  file.set("current_gfxclk", 2090, 5);
  root.write(card_directory(card) + "gpu_metrics", file.bytes());
}

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_amdgpu_probe(fixture.host()));
}

}  // namespace

TEST_CASE("amdgpu: one accelerator is read from sensors, counts and table, each thing once",
          "[probes][amdgpu]") {
  const TempDir root;
  write_whole_card(root, {});

  const auto seen = run(root);

  CHECK(seen.value(kCard, "temperature_celsius") == 57);
  CHECK(seen.value(kCard, "temperature_critical_celsius") == 105);
  CHECK(seen.value(kHbm, "temperature_celsius") == 62);
  CHECK(seen.value(kCard, "power_average_watts") == 310);
  CHECK(seen.value(kCard, "accelerator_utilization_ratio") == 0.93);
  CHECK(seen.value(kHbm, "hbm_size_bytes") == 206141652992);
  CHECK(seen.value(kHbm, "hbm_ecc_uncorrectable_total") == 0);
  CHECK(seen.value(kCard, "pcie_replay_total") == 2);
  CHECK(seen.value(kCard, "accelerator_energy_joules_total") == 3);
  CHECK(seen.value(kCard, "amdgpu_throttle_package_power_cycles_total") == 40);
  CHECK(seen.value(kCard, "pcie_nak_received_total") == 6);
  CHECK(seen.value(std::string(kCard) + "/xcd:5", "clock_frequency_hertz") == 2090e6);
  std::set<std::pair<DeviceHandle, const Metric*>> once;
  for (const auto& sample : seen.samples()) {
    CAPTURE(seen.discovery().devices[sample.device].id, sample.metric->name);
    CHECK(once.emplace(sample.device, sample.metric).second);
  }
}

TEST_CASE("amdgpu: a limit that the chip does not have is a sentinel, not -273 degrees",
          "[probes][amdgpu]") {
  const TempDir root;
  write_whole_card(root, {});

  const auto seen = run(root);

  CHECK(seen.reason(kCard, "temperature_critical_hysteresis_celsius").kind == ErrorKind::sentinel);
}

TEST_CASE("amdgpu: eight partitions of one socket give its readings once", "[probes][amdgpu]") {
  const TempDir root;
  for (int partition = 0; partition < 8; ++partition) {
    write_whole_card(root, {partition, "0000:3b:00." + std::to_string(partition)});
  }

  const auto seen = run(root);

  const auto of_kind = [&](DeviceKind kind) {
    return std::ranges::count(seen.discovery().devices, kind, &Device::kind);
  };
  CHECK(of_kind(DeviceKind::accelerator) == 1);
  CHECK(of_kind(DeviceKind::accelerator_partition) == 7);
  CHECK(std::ranges::count_if(seen.samples(), [](const auto& sample) {
          return sample.metric->name == "accelerator_energy_joules_total";
        }) == 1);
}

TEST_CASE("amdgpu: an accelerator that falls off the bus keeps its samples, with reasons",
          "[probes][amdgpu]") {
  const TempDir root;
  write_whole_card(root, {});
  write_whole_card(root, {1, "0000:5c:00.0", "70be11d2a4c8935f"});
  const FixtureHost fixture(root.path());
  const auto probe = make_amdgpu_probe(fixture.host());
  REQUIRE(probe->discover());
  const auto before = probe->read();
  REQUIRE(before);

  std::filesystem::remove_all(root.path() / card_directory({}));
  const auto after = probe->read();

  REQUIRE(after);
  CHECK(after->samples.size() == before->samples.size());
  const auto readable = [](const ProbeReading& reading) {
    return std::ranges::count_if(reading.samples,
                                 [](const auto& sample) { return has_value(sample.reading); });
  };
  CHECK(readable(*after) * 2 == readable(*before));
}

TEST_CASE("amdgpu: a host without such a card says absent", "[probes][amdgpu]") {
  const TempDir empty;
  const FixtureHost none(empty.path());
  CHECK(make_amdgpu_probe(none.host())->discover().error().kind == ErrorKind::absent);

  const TempDir other;
  other.write("sys/class/drm/card0/device/vendor", "0x10de\n");
  other.write("sys/class/drm/version", "drm 1.1.0\n");
  const FixtureHost host(other.path());
  const auto found = make_amdgpu_probe(host.host())->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}

TEST_CASE("amdgpu: hwmon leaves the chip to this probe where there is a card, and takes it else",
          "[probes][amdgpu][hwmon]") {
  const TempDir root;
  write_card(root, {});
  write_sensors(root, {});
  root.write("sys/class/hwmon/hwmon0/name", "acpitz\n");
  root.write("sys/class/hwmon/hwmon0/temp1_input", "30000\n");
  const FixtureHost with(root.path());
  const auto chips = [](const FixtureHost& fixture) {
    const auto found = make_hwmon_probe(fixture.host())->discover();
    REQUIRE(found);
    return std::ranges::count(found->devices, DeviceKind::sensor_chip, &Device::kind);
  };
  CHECK(chips(with) == 1);

  std::filesystem::remove_all(root.path() / (card_directory({}) + "drm"));
  CHECK(chips(with) == 2);
}

TEST_CASE("amdgpu: a captured tree of procfs is read without its sensors", "[probes][amdgpu]") {
  const auto archive = capture("procfs/fixtures-tree.tar.gz");
  if (!archive) {
    return;
  }
  const TempDir root;
  unpack(*archive, root.path());
  const FixtureHost fixture(root.path() / "fixtures");

  const ProbeRun seen(*make_amdgpu_probe(fixture.host()));

  const auto& device = seen.discovery().devices.at(0);
  CHECK(device.kind == DeviceKind::accelerator);
  CHECK(device.serial == "0123456789abcdef");
  const auto memory = device.id + "/hbm";
  CHECK(seen.value(device.id, "accelerator_utilization_ratio") == 0.04);
  CHECK(seen.value(memory, "hbm_size_bytes") == 8573157376);
  CHECK(seen.value(memory, "hbm_used_bytes") == 1490378752);
  std::cout << "procfs capture, amdgpu: " << seen.samples().size() << " numbers of " << device.id
            << "\n";
}
