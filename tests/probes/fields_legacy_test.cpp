#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr std::string_view kThermal = R"("Temperatures":[
    {"Name":"01-Inlet Ambient","ReadingCelsius":24,"UpperThresholdCritical":42,
     "UpperThresholdFatal":null,"Status":{"State":"Enabled"}},
    {"Name":"05-P1 PMM","ReadingCelsius":0,"Status":{"State":"Absent"}}],
  "Fans":[{"Name":"Fan 1","Reading":2100,"ReadingUnits":"RPM"},
          {"Name":"Fan 2","Reading":23,"ReadingUnits":"Percent"},
          {"Name":"Fan 3","Reading":23}])";

constexpr std::string_view kPower = R"(
  "PowerControl":[{"PowerConsumedWatts":565,"PowerCapacityWatts":8800,
    "PowerMetrics":{"MaxConsumedWatts":1098}}],
  "Voltages":[{"Name":"VRM1","ReadingVolts":12}],
  "PowerSupplies":[{"SerialNumber":"5YCH","LastPowerOutputWatts":222,"LineInputVoltage":209},
                   {"SerialNumber":"OTHER","LastPowerOutputWatts":0}])";

SmallService service_with(const std::string& chassis) {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis",
           chassis + R"("Thermal":{"@odata.id":"/redfish/v1/Chassis/1/Thermal"},
               "Power":{"@odata.id":"/redfish/v1/Chassis/1/Power"})")
      .add("/Chassis/1/Thermal", "Thermal", kThermal)
      .add("/Chassis/1/Power", "Power", kPower);
  return service;
}

}  // namespace

TEST_CASE("redfish: a chassis with nothing but old documents is read from them",
          "[probes][redfish]") {
  const auto tree = walked(service_with(""));

  CHECK(value_at(tree, "/Chassis/1/Thermal/Temperatures/0", "temperature_celsius") == 24);
  CHECK(value_at(tree, "/Chassis/1/Thermal/Temperatures/0", "temperature_critical_celsius") == 42);
  CHECK(find_reading(tree, "/Chassis/1/Thermal/Temperatures/0", "temperature_emergency_celsius") ==
        nullptr);
  CHECK(reason_at(tree, "/Chassis/1/Thermal/Temperatures/1", "temperature_celsius").kind ==
        ErrorKind::absent);
  CHECK(value_at(tree, "/Chassis/1/Thermal/Fans/0", "fan_speed_rpm") == 2100);
  CHECK(value_at(tree, "/Chassis/1/Thermal/Fans/1", "fan_duty_ratio") == 0.23);
  CHECK(value_at(tree, "/Chassis/1", "power_watts") == 565);
  CHECK(value_at(tree, "/Chassis/1", "power_interval_max_watts") == 1098);
  CHECK(value_at(tree, "/Chassis/1/Power/Voltages/0", "voltage_volts") == 12);
  CHECK(value_at(tree, "/Chassis/1/Power/PowerSupplies/0", "output_power_watts") == 222);
  CHECK(reason_at(tree, "/Chassis/1/Power/PowerSupplies/1", "output_power_watts").kind ==
        ErrorKind::sentinel);
}

TEST_CASE("redfish: a fan without a unit is RPM or per cent, nobody knows", "[probes][redfish]") {
  const auto tree = walked(service_with(""));

  const auto* why = note_on(tree, "/redfish/v1/Chassis/1/Thermal/Fans/2");
  REQUIRE(why != nullptr);
  CHECK(why->kind == ErrorKind::unsupported);
}

TEST_CASE("redfish: old documents only fill in what the new ones of a chassis lack",
          "[probes][redfish]") {
  auto service = service_with(R"("Sensors":{"@odata.id":"/redfish/v1/Chassis/1/Sensors"},
      "PowerSubsystem":{"@odata.id":"/redfish/v1/Chassis/1/PowerSubsystem"},)");
  service.collection("/Chassis/1/Sensors", {});
  service.add("/Chassis/1/PowerSubsystem", "PowerSubsystem",
              R"("PowerSupplies":{"@odata.id":"/redfish/v1/Chassis/1/PS"})");
  service.collection("/Chassis/1/PS", {"/Chassis/1/PS/0"});
  service.add("/Chassis/1/PS/0", "PowerSupply", R"("SerialNumber":"5YCH")");

  const auto tree = walked(service);

  CHECK(find_reading(tree, "/Chassis/1/Thermal/Temperatures/0", "temperature_celsius") == nullptr);
  CHECK(find_reading(tree, "/Chassis/1/Power/Voltages/0", "voltage_volts") == nullptr);
  CHECK(value_at(tree, "/Chassis/1/Thermal/Fans/0", "fan_speed_rpm") == 2100);
  CHECK(value_at(tree, "/Chassis/1", "power_watts") == 565);
  // One supply, known by its serial number, is one part.
  CHECK(value_at(tree, "/Chassis/1/PS/0", "output_power_watts") == 222);
  CHECK(find_reading(tree, "/Chassis/1/Power/PowerSupplies/0", "output_power_watts") == nullptr);
}
