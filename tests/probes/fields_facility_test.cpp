#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("redfish: a cooling unit with pumps, connectors, reservoir, filter and leak detectors",
          "[probes][redfish]") {
  const std::string base = "\"@odata.id\":\"/redfish/v1/ThermalEquipment";
  SmallService service;
  service.add("", "ServiceRoot", "\"ThermalEquipment\":{" + base + "\"}");
  service.add("/ThermalEquipment", "ThermalEquipment", "\"CDUs\":{" + base + "/CDUs\"}");
  service.collection("/ThermalEquipment/CDUs", {"/ThermalEquipment/CDUs/1"});
  service.add("/ThermalEquipment/CDUs/1", "CoolingUnit",
              "\"Id\":\"1\",\"EquipmentType\":\"CDU\",\"CoolingCapacityWatts\":50000,\"Pumps\":{" +
                  base + "/P\"},\"PrimaryCoolantConnectors\":{" + base + "/C\"},\"Reservoirs\":{" +
                  base + "/R\"},\"Filters\":{" + base + "/F\"},\"LeakDetection\":{" + base +
                  "/L\"}");
  service.collection("/ThermalEquipment/P", {"/ThermalEquipment/P/1"});
  service.add("/ThermalEquipment/P/1", "Pump",
              R"("ServiceHours":3571,"PumpSpeedPercent":{"Reading":38.5,"SpeedRPM":300})");
  service.collection("/ThermalEquipment/C", {"/ThermalEquipment/C/1"});
  service.add("/ThermalEquipment/C/1", "CoolantConnector",
              R"("FlowLitersPerMinute":{"Reading":60},"SupplyTemperatureCelsius":{"Reading":30},
      "ReturnTemperatureCelsius":{"Reading":40},"SupplyPressurekPa":{"Reading":103},
      "HeatRemovedkW":{"Reading":25.48},"SupplyTemperatureControlCelsius":{"SetPoint":30})");
  service.collection("/ThermalEquipment/R", {"/ThermalEquipment/R/1"});
  service.add("/ThermalEquipment/R/1", "Reservoir",
              R"("FluidLevelStatus":"Warning","FluidLevelPercent":{"Reading":12})");
  service.collection("/ThermalEquipment/F", {"/ThermalEquipment/F/1"});
  service.add("/ThermalEquipment/F/1", "Filter", R"("ServiceHours":2,"RatedServiceHours":10000)");
  service.add("/ThermalEquipment/L", "LeakDetection", "\"LeakDetectors\":{" + base + "/L/D\"}");
  service.collection("/ThermalEquipment/L/D",
                     {"/ThermalEquipment/L/D/Wet", "/ThermalEquipment/L/D/Gone"});
  service.add("/ThermalEquipment/L/D/Wet", "LeakDetector", R"("DetectorState":"Critical")");
  service.add("/ThermalEquipment/L/D/Gone", "LeakDetector", R"("DetectorState":"Unavailable")");

  const auto tree = walked(service);

  CHECK(device_at(tree, "/ThermalEquipment/CDUs/1").kind == DeviceKind::cdu);
  CHECK(device_at(tree, "/ThermalEquipment/P/1").parent == "node/bmc/ThermalEquipment/CDUs/1");
  CHECK(value_at(tree, "/ThermalEquipment/CDUs/1", "cooling_capacity_watts") == 50000);
  CHECK(value_at(tree, "/ThermalEquipment/P/1", "pump_speed_ratio") == 0.385);
  CHECK(value_at(tree, "/ThermalEquipment/P/1", "service_seconds") == 3571 * 3600);
  CHECK(value_at(tree, "/ThermalEquipment/C/1", "coolant_flow_cubic_metres_per_second") == 1e-3);
  CHECK(value_at(tree, "/ThermalEquipment/C/1", "coolant_return_temperature_celsius") == 40);
  CHECK(value_at(tree, "/ThermalEquipment/C/1", "coolant_supply_pressure_pascals") == 103000);
  CHECK(value_at(tree, "/ThermalEquipment/C/1", "heat_removed_watts") == 25480);
  CHECK(value_at(tree, "/ThermalEquipment/R/1", "fluid_level_state") == 1);
  CHECK(value_at(tree, "/ThermalEquipment/F/1", "service_rated_seconds") == 3.6e7);
  CHECK(value_at(tree, "/ThermalEquipment/L/D/Wet", "leak_detector_state") == 2);
  CHECK(reason_at(tree, "/ThermalEquipment/L/D/Gone", "leak_detector_state").kind ==
        ErrorKind::not_observable);
}

TEST_CASE("redfish: a PDU with its mains, branches and outlets", "[probes][redfish]") {
  const std::string base = "\"@odata.id\":\"/redfish/v1/PowerEquipment";
  SmallService service;
  service.add("", "ServiceRoot", "\"PowerEquipment\":{" + base + "\"}");
  service.add("/PowerEquipment", "PowerEquipment",
              "\"RackPDUs\":{" + base + "/R\"},\"PowerShelves\":{" + base + "/S\"}");
  service.collection("/PowerEquipment/R", {"/PowerEquipment/R/1"});
  service.collection("/PowerEquipment/S", {"/PowerEquipment/S/1"});
  service.add("/PowerEquipment/S/1", "PowerDistribution", R"("EquipmentType":"PowerShelf")");
  service.add("/PowerEquipment/R/1", "PowerDistribution",
              "\"EquipmentType\":\"RackPDU\",\"Mains\":{" + base + "/M\"},\"Outlets\":{" + base +
                  "/O\"},\"Metrics\":{" + base + "/X\"}");
  service.add("/PowerEquipment/X", "PowerDistributionMetrics",
              R"("PowerWatts":{"Reading":6438,"ReactiveVAR":100},"EnergykWh":{"Reading":2})");
  service.collection("/PowerEquipment/M", {"/PowerEquipment/M/AC1"});
  service.add("/PowerEquipment/M/AC1", "Circuit",
              R"("BreakerState":"Tripped","RatedCurrentAmps":40,
      "PolyPhaseVoltage":{"Line1ToLine2":{"Reading":202.8},"Line3ToNeutral":{"Reading":118.5}},
      "PolyPhaseCurrentAmps":{"Neutral":{"Reading":2.74}},"UnbalancedCurrentPercent":{"Reading":5})");
  service.collection("/PowerEquipment/O", {"/PowerEquipment/O/A1"});
  service.add("/PowerEquipment/O/A1", "Outlet",
              R"("PowerState":"On","CurrentAmps":{"Reading":1.68},"Voltage":{"Reading":117.5})");

  const auto tree = walked(service);

  CHECK(device_at(tree, "/PowerEquipment/R/1").kind == DeviceKind::pdu);
  CHECK(device_at(tree, "/PowerEquipment/S/1").kind == DeviceKind::power_shelf);
  CHECK(value_at(tree, "/PowerEquipment/R/1", "power_watts") == 6438);
  CHECK(value_at(tree, "/PowerEquipment/R/1", "reactive_power_volt_amperes_reactive") == 100);
  CHECK(value_at(tree, "/PowerEquipment/R/1", "energy_joules_total") == 7.2e6);
  CHECK(value_at(tree, "/PowerEquipment/M/AC1", "circuit_breaker_state") == 1);
  CHECK(value_at(tree, "/PowerEquipment/M/AC1", "voltage_line1_line2_volts") == 202.8);
  CHECK(value_at(tree, "/PowerEquipment/M/AC1", "voltage_line3_neutral_volts") == 118.5);
  CHECK(value_at(tree, "/PowerEquipment/M/AC1", "current_neutral_amperes") == 2.74);
  CHECK(value_at(tree, "/PowerEquipment/M/AC1", "current_unbalance_ratio") == 0.05);
  CHECK(value_at(tree, "/PowerEquipment/O/A1", "outlet_powered") == 1);
  CHECK(value_at(tree, "/PowerEquipment/O/A1", "current_amperes") == 1.68);
}
