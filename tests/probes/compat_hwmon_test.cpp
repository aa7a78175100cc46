#include "probes/sinks/compat_hwmon.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Device chip_at(const std::string& name, const std::string& path) {
  Device chip;
  chip.id = "node/hwmon:" + name + "@" + path.substr(path.rfind('/') + 1);
  chip.kind = DeviceKind::sensor_chip;
  chip.model = name;
  chip.attributes["device_path"] = path;
  return chip;
}

Device channel_of(const Device& chip, const std::string& channel, const std::string& label = "") {
  Device device;
  device.id = chip.id + "/" + channel;
  device.kind = DeviceKind::temperature_sensor;
  device.parent = chip.id;
  device.position = label;
  device.attributes["channel"] = channel;
  return device;
}

}  // namespace

TEST_CASE("compat hwmon: a chip is named by the bus and the name of its device",
          "[probes][sinks]") {
  const auto chip = chip_at("nvme", "/sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0");
  const Devices devices{chip};
  const CompatContext context{&devices, "", ""};
  CHECK(compat::hwmon_chip(chip, context) == "chip=\"nvme_nvme0\",chip_name=\"nvme\"");
  const auto channel = channel_of(chip, "temp1", "Composite");
  CHECK(compat::hwmon_sensor(channel, context) == "chip=\"nvme_nvme0\",sensor=\"temp1\"");
  CHECK(compat::hwmon_label(channel, context) ==
        "chip=\"nvme_nvme0\",label=\"Composite\",sensor=\"temp1\"");
  CHECK(compat::hwmon_labelled(channel, context) == "chip=\"nvme_nvme0\",sensor=\"Composite\"");
}

TEST_CASE("compat hwmon: a chip without a device goes by its own name, or the kernel's number",
          "[probes][sinks]") {
  const auto named = chip_at("NCT 6779", "/sys/devices/platform/nct6775.656/hwmon/hwmon3");
  const Device unnamed = chip_at("", "/sys/class/hwmon/hwmon4");
  const Devices devices{named, unnamed};
  const CompatContext context{&devices, "", ""};
  CHECK(compat::hwmon_sensor(channel_of(named, "fan2"), context) ==
        "chip=\"nct_6779\",sensor=\"fan2\"");
  CHECK(compat::hwmon_sensor(channel_of(unnamed, "temp1"), context) ==
        "chip=\"hwmon4\",sensor=\"temp1\"");
  CHECK_FALSE(compat::hwmon_chip(unnamed, context));
}

TEST_CASE("compat hwmon: two chips of one device are told apart by their names",
          "[probes][sinks]") {
  const auto first = chip_at("asus", "/sys/devices/platform/asus-nb-wmi");
  const auto second = chip_at("asus_sensors", "/sys/devices/platform/asus-nb-wmi");
  const Devices devices{first, second};
  const CompatContext context{&devices, "", ""};
  CHECK(compat::hwmon_sensor(channel_of(first, "pwm1"), context) ==
        "chip=\"platform_asus_nb_wmi_asus\",sensor=\"pwm1\"");
  CHECK(compat::hwmon_sensor(channel_of(second, "pwm1"), context) ==
        "chip=\"platform_asus_nb_wmi_asus_sensors\",sensor=\"pwm1\"");
}

TEST_CASE("compat hwmon: a point of a fan curve bears its output's labels", "[probes][sinks]") {
  const auto chip = chip_at("nct6779", "/sys/devices/platform/nct6775.656/hwmon/hwmon3");
  const auto output = channel_of(chip, "pwm1");
  const auto point = channel_of(output, "auto_point2");
  const Devices devices{chip, output, point};
  const CompatContext context{&devices, "", ""};
  CHECK(compat::hwmon_point('2', point, context) == "chip=\"nct6779\",sensor=\"pwm1\"");
  CHECK_FALSE(compat::hwmon_point('1', point, context));
}

TEST_CASE("compat hwmon: a sensor that a BMC shows is none of theirs", "[probes][sinks]") {
  Device sensor;
  sensor.id = "node/bmc:x/sensor:Inlet";
  sensor.kind = DeviceKind::temperature_sensor;
  sensor.parent = "node/bmc:x";
  sensor.position = "Inlet";
  const Devices devices{sensor};
  const CompatContext context{&devices, "", ""};
  CHECK_FALSE(compat::hwmon_sensor(sensor, context));
  CHECK_FALSE(compat::hwmon_label(sensor, context));
  CHECK_FALSE(compat::hwmon_labelled(sensor, context));
}
