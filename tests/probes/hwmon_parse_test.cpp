#include "probes/hwmon/hwmon_parse.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"

using namespace rackproof;
using hwmon::FileName;

TEST_CASE("hwmon names: channel, point and attribute come apart", "[probes][hwmon]") {
  CHECK(hwmon::split_file_name("temp1_input") == FileName{"temp", "temp1", "", "input"});
  CHECK(hwmon::split_file_name("temp12_crit_alarm") ==
        FileName{"temp", "temp12", "", "crit_alarm"});
  CHECK(hwmon::split_file_name("pwm1") == FileName{"pwm", "pwm1", "", ""});
  CHECK(hwmon::split_file_name("pwm1_auto_point2_temp") ==
        FileName{"pwm", "pwm1", "auto_point2", "temp"});
  CHECK(hwmon::split_file_name("pwm1_auto_point12_temp_hyst") ==
        FileName{"pwm", "pwm1", "auto_point12", "temp_hyst"});
  CHECK(hwmon::split_file_name("pwm1_auto_channels_temp") ==
        FileName{"pwm", "pwm1", "", "auto_channels_temp"});
}

TEST_CASE("hwmon names: files that name no channel are none", "[probes][hwmon]") {
  for (const auto* file : {"", "name", "uevent", "update_interval", "beep_enable", "i2c-3", "1_a",
                           "temp_input", "temp1input"}) {
    CAPTURE(file);
    CHECK_FALSE(hwmon::split_file_name(file));
  }
}

TEST_CASE("hwmon names: a known attribute leads to its metric", "[probes][hwmon]") {
  const auto metric_of = [](std::string_view file) -> std::string_view {
    const auto name = hwmon::split_file_name(file);
    REQUIRE(name);
    const auto* row = hwmon::find_attribute(*name);
    return row == nullptr ? std::string_view() : row->metric->name;
  };
  CHECK(metric_of("temp1_input") == "temperature_celsius");
  CHECK(metric_of("in0_max") == "voltage_max_volts");
  CHECK(metric_of("pwm1") == "fan_duty_ratio");
  CHECK(metric_of("pwm1_auto_point5_pwm") == "pwm_curve_duty_ratio");
  CHECK(metric_of("intrusion0_alarm") == "chassis_intrusion_alarm");
  CHECK(metric_of("temp1_flux_capacity").empty());
  CHECK(metric_of("bogus1_input").empty());
}

TEST_CASE("hwmon names: each kind of channel is a kind of device", "[probes][hwmon]") {
  CHECK(hwmon::channel_kind("temp") == DeviceKind::temperature_sensor);
  CHECK(hwmon::channel_kind("fan") == DeviceKind::fan);
  CHECK(hwmon::channel_kind("pwm") == DeviceKind::sensor);
  CHECK_FALSE(hwmon::channel_kind("bogus"));
}

TEST_CASE("hwmon values: duty is a share of 255 steps", "[probes][hwmon]") {
  CHECK(std::get<double>(hwmon::parse_duty("255")) == 1.0);
  CHECK(std::get<double>(hwmon::parse_duty("51")) == 0.2);
  CHECK(std::get<Error>(hwmon::parse_duty("256")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(hwmon::parse_duty("-1")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(hwmon::parse_duty("full")).kind == ErrorKind::malformed);
  CHECK(std::get<double>(hwmon::parse_humidity("47500")) == 0.475);
}

TEST_CASE("hwmon places: what holds over boots is kept, enumerations are not", "[probes][hwmon]") {
  const auto place = [](std::string_view path) { return hwmon::stable_place(path); };
  CHECK(place("/sys/devices/platform/coretemp.0") == "coretemp.0");
  CHECK(place("/sys/devices/platform/nct6775.656/hwmon/hwmon3") == "nct6775.656");
  CHECK(place("/sys/devices/platform/soc/18000000.wifi/ieee80211/phy0") == "18000000.wifi");
  CHECK(place("/sys/devices/pci0000:00/0000:00:02.1/0000:01:00.0/nvme/nvme0/hwmon3") ==
        "0000:01:00.0");
  CHECK(place("/sys/devices/pci0000:00/0000:00:1f.4/i2c-4/4-0050") == "0000:00:1f.4+0050");
  CHECK(place("/sys/devices/virtual/thermal/thermal_zone0/hwmon1").empty());
  CHECK(place("/sys/class/hwmon/hwmon4").empty());
  CHECK(place("").empty());
}
