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

constexpr auto kCore = "node/hwmon:coretemp@coretemp.0";

/// A chip as current drivers make it: files in the class device, which is a link.
void chip(const TempDir& root, const std::string& device, const std::string& number,
          const std::string& name) {
  const auto directory = "sys/devices/" + device + "/hwmon/hwmon" + number;
  root.write(directory + "/name", name + "\n");
  root.link(directory + "/device", "../..");
  root.link("sys/class/hwmon/hwmon" + number, "../../devices/" + device + "/hwmon/hwmon" + number);
}

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_hwmon_probe(fixture.host()));
}

}  // namespace

TEST_CASE("hwmon: a bad sensor is a sample without a value, not a lost probe", "[probes][hwmon]") {
  const TempDir root;
  chip(root, "platform/coretemp.0", "0", "coretemp");
  root.write("sys/devices/platform/coretemp.0/hwmon/hwmon0/temp1_input", "47500\n");
  root.write("sys/devices/platform/coretemp.0/hwmon/hwmon0/temp2_input", "N/A\n");

  const auto seen = run(root);

  CHECK(seen.value(std::string(kCore) + "/temp1", "temperature_celsius") == 47.5);
  const auto why = seen.reason(std::string(kCore) + "/temp2", "temperature_celsius");
  CHECK(why.kind == ErrorKind::malformed);
  CHECK(why.message == "/sys/class/hwmon/hwmon0/temp2_input: expected an integer, got 'N/A'");
  CHECK(seen.unreadable("/sys/class/hwmon/hwmon0/temp2_input") != nullptr);
}

TEST_CASE("hwmon: renumbering at a boot changes no name, also where chips share one",
          "[probes][hwmon]") {
  const TempDir before;
  chip(before, "platform/coretemp.0", "0", "coretemp");
  chip(before, "platform/coretemp.1", "1", "coretemp");
  const TempDir after;
  chip(after, "platform/coretemp.0", "7", "coretemp");
  chip(after, "platform/coretemp.1", "3", "coretemp");

  for (const auto* root : {&before, &after}) {
    const auto seen = run(*root);
    CHECK(seen.device(kCore).kind == DeviceKind::sensor_chip);
    CHECK(seen.device("node/hwmon:coretemp@coretemp.1").model == "coretemp");
    CHECK(seen.discovery().devices.size() == 2);
  }
}

TEST_CASE("hwmon: channels carry their label as position and their chip as parent",
          "[probes][hwmon]") {
  const TempDir root;
  chip(root, "pci0000:00/0000:00:02.1/0000:01:00.0/nvme/nvme0", "3", "nvme");
  const std::string at =
      "sys/devices/pci0000:00/0000:00:02.1/0000:01:00.0/nvme/nvme0/hwmon/hwmon3/";
  root.write(at + "temp1_label", "Composite\n");
  root.write(at + "temp1_input", "43850\n");
  root.write(at + "temp1_max", "65261850\n");
  root.write(at + "temp1_alarm", "0\n");

  const auto seen = run(root);

  const auto& sensor = seen.device("node/hwmon:nvme@0000:01:00.0/temp1");
  CHECK(sensor.position == "Composite");
  CHECK(sensor.kind == DeviceKind::temperature_sensor);
  CHECK(sensor.parent == "node/hwmon:nvme@0000:01:00.0");
  CHECK(seen.device(sensor.parent).parent == "node/pci:0000:01:00.0");
  CHECK(seen.reason(sensor.id, "temperature_max_celsius").kind == ErrorKind::sentinel);
  CHECK(seen.value(sensor.id, "sensor_alarm") == 0);
}

TEST_CASE("hwmon: drivers of old style keep their files in the device", "[probes][hwmon]") {
  const TempDir root;
  root.write("sys/devices/platform/applesmc.768/name", "applesmc\n");
  root.write("sys/devices/platform/applesmc.768/fan1_input", "1998\n");
  root.write("sys/devices/platform/applesmc.768/fan1_safe", "");
  root.link("sys/devices/platform/applesmc.768/hwmon/hwmon2/device", "../../../applesmc.768");
  root.link("sys/class/hwmon/hwmon2", "../../devices/platform/applesmc.768/hwmon/hwmon2");

  const auto seen = run(root);

  CHECK(seen.value("node/hwmon:applesmc@applesmc.768/fan1", "fan_speed_rpm") == 1998);
  CHECK(seen.reason("node/hwmon:applesmc@applesmc.768/fan1", "fan_speed_safe_rpm").kind ==
        ErrorKind::malformed);
}

TEST_CASE("hwmon: a point of a fan curve is a device below its output", "[probes][hwmon]") {
  const TempDir root;
  chip(root, "platform/nct6775.656", "3", "nct6779");
  const std::string at = "sys/devices/platform/nct6775.656/hwmon/hwmon3/";
  root.write(at + "pwm1", "51\n");
  root.write(at + "pwm1_auto_point2_pwm", "255\n");
  root.write(at + "pwm1_auto_point2_temp", "70000\n");

  const auto seen = run(root);

  const std::string output = "node/hwmon:nct6779@nct6775.656/pwm1";
  CHECK(seen.value(output, "fan_duty_ratio") == 0.2);
  CHECK(seen.value(output + "/auto_point2", "pwm_curve_duty_ratio") == 1.0);
  CHECK(seen.value(output + "/auto_point2", "pwm_curve_temperature_celsius") == 70.0);
  CHECK(seen.device(output + "/auto_point2").parent == output);
}

TEST_CASE("hwmon: an attribute without a metric is said, not skipped", "[probes][hwmon]") {
  const TempDir root;
  chip(root, "platform/odd.0", "0", "odd");
  root.write("sys/devices/platform/odd.0/hwmon/hwmon0/temp1_flux", "1\n");

  const auto seen = run(root);

  const auto* note = seen.unreadable("/sys/class/hwmon/hwmon0/temp1_flux");
  REQUIRE(note != nullptr);
  CHECK(note->why.kind == ErrorKind::unsupported);
  CHECK(seen.samples().empty());
}

TEST_CASE("hwmon: a machine without the class says absent", "[probes][hwmon]") {
  const TempDir root;
  const FixtureHost fixture(root.path());
  const auto found = make_hwmon_probe(fixture.host())->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}
