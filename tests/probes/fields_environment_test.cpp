#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

SmallService chassis() {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1"});
  return service;
}

}  // namespace

TEST_CASE("redfish: an environment is read on the part that it belongs to", "[probes][redfish]") {
  auto service = chassis();
  service.add("/Chassis/1", "Chassis", R"("Id":"1","EnvironmentMetrics":
      {"@odata.id":"/redfish/v1/Chassis/1/EnvironmentMetrics"},"Status":{"Health":"Warning"})");
  service.add("/Chassis/1/EnvironmentMetrics", "EnvironmentMetrics",
              R"("TemperatureCelsius":{"Reading":39},"HumidityPercent":{"Reading":26},
      "PowerWatts":{"Reading":374,"ApparentVA":380,"PowerFactor":0.98},
      "PowerLimitWatts":{"SetPoint":500,"AllowableMax":1000,"ControlMode":"Automatic"},
      "EnergyJoules":{"Reading":3600000.5},"EnergykWh":{"Reading":1})");

  const auto tree = walked(service);

  CHECK(value_at(tree, "/Chassis/1", "temperature_celsius") == 39);
  CHECK(value_at(tree, "/Chassis/1", "relative_humidity_ratio") == 0.26);
  CHECK(value_at(tree, "/Chassis/1", "power_watts") == 374);
  CHECK(value_at(tree, "/Chassis/1", "apparent_power_volt_amperes") == 380);
  CHECK(value_at(tree, "/Chassis/1", "power_cap_watts") == 500);
  CHECK(value_at(tree, "/Chassis/1", "power_cap_max_watts") == 1000);
  CHECK(value_at(tree, "/Chassis/1", "device_health") == 1);
  // The exacter of two that count the same.
  CHECK(value_at(tree, "/Chassis/1", "energy_joules_total") == 3600000.5);
}

TEST_CASE("redfish: supplies, batteries, fans and air are read", "[probes][redfish]") {
  auto service = chassis();
  const std::string base = "\"@odata.id\":\"/redfish/v1/Chassis/1";
  service.add(
      "/Chassis/1", "Chassis",
      "\"Id\":\"1\",\"PowerSubsystem\":{" + base + "/P\"},\"ThermalSubsystem\":{" + base + "/T\"}");
  service.add(
      "/Chassis/1/P", "PowerSubsystem",
      "\"CapacityWatts\":2000,\"Allocation\":{\"AllocatedWatts\":1200},\"PowerSupplies\":{" + base +
          "/P/S\"},\"Batteries\":{" + base + "/P/B\"}");
  service.collection("/Chassis/1/P/S", {"/Chassis/1/P/S/1", "/Chassis/1/P/S/2"});
  service.add("/Chassis/1/P/S/1", "PowerSupply",
              "\"Id\":\"Bay1\",\"Metrics\":{" + base + "/P/S/1/M\"}");
  service.add("/Chassis/1/P/S/1/M", "PowerSupplyMetrics",
              R"("InputPowerWatts":{"Reading":937.4},"OutputPowerWatts":{"Reading":0},
      "FrequencyHz":{"Reading":60},"FanSpeedPercent":{"Reading":68,"SpeedRPM":3290})");
  service.add("/Chassis/1/P/S/2", "PowerSupply", R"("Id":"Bay2","Status":{"State":"Absent"})");
  service.collection("/Chassis/1/P/B", {"/Chassis/1/P/B/1"});
  service.add("/Chassis/1/P/B/1", "Battery",
              "\"Id\":\"1\",\"StateOfHealthPercent\":{\"Reading\":91},\"Metrics\":{" + base +
                  "/P/B/1/M\"}");
  service.add("/Chassis/1/P/B/1/M", "BatteryMetrics",
              R"("ChargePercent":{"Reading":100},"StoredEnergyWattHours":{"Reading":2})");
  service.add("/Chassis/1/T", "ThermalSubsystem",
              "\"Fans\":{" + base + "/T/F\"},\"ThermalMetrics\":{" + base + "/T/M\"}");
  service.collection("/Chassis/1/T/F", {"/Chassis/1/T/F/1"});
  service.add("/Chassis/1/T/F/1", "Fan", R"("SpeedPercent":{"Reading":45,"SpeedRPM":2200})");
  service.add("/Chassis/1/T/M", "ThermalMetrics",
              R"("TemperatureSummaryCelsius":{"Intake":{"Reading":24.8},"Exhaust":{"Reading":40.5}},
      "AirFlowCubicMetersPerMinute":{"Reading":6},"DeltaPressurekPa":{"Reading":0.5})");

  const auto tree = walked(service);

  CHECK(value_at(tree, "/Chassis/1", "power_capacity_watts") == 2000);
  CHECK(value_at(tree, "/Chassis/1/P/S/1", "input_power_watts") == 937.4);
  CHECK(reason_at(tree, "/Chassis/1/P/S/1", "output_power_watts").kind == ErrorKind::sentinel);
  CHECK(value_at(tree, "/Chassis/1/P/S/1", "mains_frequency_hertz") == 60);
  CHECK(value_at(tree, "/Chassis/1/P/S/1", "fan_speed_rpm") == 3290);
  CHECK(note_on(tree, "/redfish/v1/Chassis/1/P/S/2")->kind == ErrorKind::absent);
  CHECK(value_at(tree, "/Chassis/1/P/B/1", "battery_health_ratio") == 0.91);
  CHECK(value_at(tree, "/Chassis/1/P/B/1", "battery_stored_energy_joules") == 7200);
  CHECK(value_at(tree, "/Chassis/1/T/F/1", "fan_duty_ratio") == 0.45);
  CHECK(value_at(tree, "/Chassis/1", "intake_temperature_celsius") == 24.8);
  CHECK(value_at(tree, "/Chassis/1", "air_flow_cubic_metres_per_second") == 0.1);
  CHECK(value_at(tree, "/Chassis/1", "pressure_difference_pascals") == 500);
}
