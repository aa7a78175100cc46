#include "probes/amdgpu/amdgpu_sensors.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/amdgpu/amdgpu_sockets.h"
#include "tests/support/amdgpu_tree.h"
#include "tests/support/fixture_host.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using namespace rackproof::testing;

namespace {

/// The files that would be read, by device and metric.
struct Watched {
  Discovery discovery;
  Attributes attributes;

  [[nodiscard]] std::string path(std::string_view suffix, std::string_view metric) const {
    const auto found = std::ranges::find_if(attributes, [&](const auto& row) {
      return discovery.devices[row.device].id ==
                 "node/accelerator:0000:3b:00.0" + std::string(suffix) &&
             row.metric->name == metric;
    });
    return found == attributes.end() ? "" : found->path.substr(found->path.rfind('/') + 1);
  }
};

Watched watch(const TempDir& root) {
  const FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "amdgpu");
  const auto sockets = find_sockets(survey);
  REQUIRE(sockets);
  REQUIRE(sockets->size() == 1);
  Parts parts(survey, sockets->front().handle);
  add_sensors(parts, sockets->front().directory);
  add_numbers(parts, sockets->front().directory);
  Watched watched;
  watched.discovery = survey.finish(watched.attributes);
  return watched;
}

}  // namespace

TEST_CASE("amdgpu sensors: junction is the accelerator's, mem its memory's, edge a sensor's",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_sensors(root, {});

  const auto seen = watch(root);

  CHECK(seen.path("", "temperature_celsius") == "temp2_input");
  CHECK(seen.path("", "temperature_critical_celsius") == "temp2_crit");
  CHECK(seen.path("", "temperature_emergency_celsius") == "temp2_emergency");
  CHECK(seen.path("", "temperature_critical_hysteresis_celsius") == "temp2_crit_hyst");
  CHECK(seen.path("/hbm", "temperature_celsius") == "temp3_input");
  CHECK(seen.path("/temperature:edge", "temperature_celsius") == "temp1_input");
  CHECK(seen.path("", "power_average_watts") == "power1_average");
  CHECK(seen.path("", "power_cap_watts") == "power1_cap");
  CHECK(seen.path("", "power_cap_min_watts") == "power1_cap_min");
  CHECK(seen.path("", "power_cap_max_watts") == "power1_cap_max");
  CHECK(seen.path("", "clock_frequency_hertz") == "freq1_input");
  CHECK(seen.path("/hbm", "clock_frequency_hertz") == "freq2_input");
  CHECK(seen.path("/voltage:gfx", "voltage_volts") == "in0_input");
  CHECK(seen.path("/fan", "fan_speed_rpm") == "fan1_input");
  CHECK(seen.path("/hbm", "hbm_size_bytes") == "mem_info_vram_total");
  CHECK(seen.path("", "pcie_replay_total") == "pcie_replay_count");
}

TEST_CASE("amdgpu sensors: newer drivers show power1_input, as power that is not averaged",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  root.write("sys/devices/pci0000:3a/0000:3b:00.0/hwmon/hwmon9/name", "amdgpu\n");
  root.write("sys/devices/pci0000:3a/0000:3b:00.0/hwmon/hwmon9/power1_input", "311000000\n");

  const auto seen = watch(root);

  CHECK(seen.path("", "power_watts") == "power1_input");
  CHECK(seen.path("", "power_average_watts").empty());
}

TEST_CASE("amdgpu sensors: without labels the channels are known by number, others keep theirs",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  const std::string chip = "sys/devices/pci0000:3a/0000:3b:00.0/hwmon/hwmon9/";
  root.write(chip + "name", "amdgpu\n");
  root.write(chip + "temp3_input", "62000\n");
  root.write(chip + "temp4_label", "interposer\n");
  root.write(chip + "temp4_input", "50000\n");

  const auto seen = watch(root);

  CHECK(seen.path("/hbm", "temperature_celsius") == "temp3_input");
  CHECK(seen.path("/temp4", "temperature_celsius") == "temp4_input");
}

TEST_CASE("amdgpu sensors: a label outweighs the number", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  const std::string chip = "sys/devices/pci0000:3a/0000:3b:00.0/hwmon/hwmon9/";
  root.write(chip + "name", "amdgpu\n");
  root.write(chip + "temp1_label", "mem\n");
  root.write(chip + "temp1_input", "62000\n");

  const auto seen = watch(root);

  CHECK(seen.path("/hbm", "temperature_celsius") == "temp1_input");
  CHECK(seen.path("/temperature:edge", "temperature_celsius").empty());
}

TEST_CASE("amdgpu sensors: a card without a chip of its own is noted", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});

  const auto seen = watch(root);

  const auto& notes = seen.discovery.unreadable;
  CHECK(std::ranges::any_of(notes, [](const auto& note) { return note.what.ends_with("/hwmon"); }));
}
