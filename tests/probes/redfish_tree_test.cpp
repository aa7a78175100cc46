#include "probes/redfish/redfish_tree.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

/// One processor with metrics, two sensors, and a report of one sensor and the metrics.
SmallService with_report() {
  SmallService service;
  service
      .add("", "ServiceRoot", R"("Vendor":"Contoso","RedfishVersion":"1.17.0",
          "Chassis":{"@odata.id":"/redfish/v1/Chassis"},
          "Systems":{"@odata.id":"/redfish/v1/Systems"},
          "UpdateService":{"@odata.id":"/redfish/v1/UpdateService"},
          "TelemetryService":{"@odata.id":"/redfish/v1/TelemetryService"})")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis", R"("Sensors":{"@odata.id":"/redfish/v1/Chassis/1/Sensors"})")
      .collection("/Chassis/1/Sensors", {"/Chassis/1/Sensors/A", "/Chassis/1/Sensors/B"})
      .add("/Chassis/1/Sensors/A", "Sensor", R"("ReadingType":"Power","Reading":100,
          "RelatedItem":[{"@odata.id":"/redfish/v1/Systems/1/Processors/GPU_0"}])")
      .add("/Chassis/1/Sensors/B", "Sensor", R"("ReadingType":"Power","Reading":200)")
      .collection("/Systems", {"/Systems/1"})
      .add("/Systems/1", "ComputerSystem",
           R"("Processors":{"@odata.id":"/redfish/v1/Systems/1/Processors"})")
      .collection("/Systems/1/Processors", {"/Systems/1/Processors/GPU_0"})
      .add("/Systems/1/Processors/GPU_0", "Processor", R"("ProcessorType":"GPU",
          "Metrics":{"@odata.id":"/redfish/v1/Systems/1/Processors/GPU_0/ProcessorMetrics"})")
      .add("/UpdateService", "UpdateService",
           R"("FirmwareInventory":{"@odata.id":"/redfish/v1/UpdateService/F"})")
      .collection("/UpdateService/F", {"/UpdateService/F/BMC"})
      .add("/UpdateService/F/BMC", "SoftwareInventory", R"("Id":"BMC","Version":"25.07-7")")
      .add("/TelemetryService", "TelemetryService",
           R"("MetricReports":{"@odata.id":"/redfish/v1/R"})")
      .collection("/R", {"/R/1"})
      .add("/R/1", "MetricReport", R"("MetricValues":[
          {"MetricProperty":"/redfish/v1/Chassis/1/Sensors/A","MetricValue":"101"},
          {"MetricProperty":"/redfish/v1/Systems/1/Processors/GPU_0/ProcessorMetrics#/PowerLimitThrottleDuration",
           "MetricValue":"PT5S"}])");
  return service;
}

std::vector<std::string> asked_after(const SmallService& service, std::size_t walk) {
  return {service.asked().begin() + static_cast<std::ptrdiff_t>(walk), service.asked().end()};
}

const RedfishReading* reading_of(const RedfishReadings& readings, DeviceHandle device) {
  for (const auto& reading : readings) {
    if (reading.device == device) {
      return &reading;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("redfish: a walk tells the service, its firmware and what sits where",
          "[probes][redfish]") {
  const auto tree = walked(with_report());

  CHECK(tree.service.vendor == "Contoso");
  CHECK(tree.service.redfish_version == "1.17.0");
  REQUIRE(tree.software.size() == 1);
  CHECK(tree.software[0] == SoftwareVersion{"firmware:BMC", "25.07-7"});
  CHECK(device_at(tree, "/Systems/1").kind == DeviceKind::computer_system);
  CHECK(device_at(tree, "/Systems/1/Processors/GPU_0").kind == DeviceKind::accelerator);
  CHECK(device_at(tree, "/Chassis/1/Sensors/A").parent == "node/bmc/Systems/1/Processors/GPU_0");
  CHECK(device_at(tree, "/Chassis/1/Sensors/B").parent == "node/bmc/Chassis/1");
}

TEST_CASE("redfish: a report tells of members whose document cannot be had", "[probes][redfish]") {
  const auto tree = walked(with_report());

  CHECK(value_at(tree, "/Systems/1/Processors/GPU_0", "throttle_power_seconds_total") == 5);
  CHECK(value_at(tree, "/Chassis/1/Sensors/A", "power_watts") == 100);
}

TEST_CASE("redfish: after the walk reports are preferred, and only what they lack is fetched",
          "[probes][redfish]") {
  auto service = with_report();
  const auto tree = walked(service);
  const auto walk = service.asked().size();

  std::vector<Unreadable> unreadable;
  const auto readings = read_redfish(service.fetch(), tree.plan, unreadable);

  CHECK(asked_after(service, walk) ==
        std::vector<std::string>{"/redfish/v1/R/1", "/redfish/v1/Chassis/1/Sensors/B"});
  CHECK(unreadable.empty());
  REQUIRE(readings.size() == 3);
  CHECK(as_double(readings[0].reading) == 101);
  CHECK(as_double(readings[2].reading) == 200);
}

TEST_CASE("redfish: when a report cannot be had, its documents are fetched instead",
          "[probes][redfish]") {
  auto service = with_report();
  const auto tree = walked(service);
  const auto walk = service.asked().size();
  service.fail("/redfish/v1/R/1", {ErrorKind::timed_out, "5 s"});

  std::vector<Unreadable> unreadable;
  const auto readings = read_redfish(service.fetch(), tree.plan, unreadable);

  CHECK(asked_after(service, walk).back() == "/redfish/v1/Chassis/1/Sensors/A");
  REQUIRE(unreadable.size() == 1);
  CHECK(unreadable[0].what == "/redfish/v1/R/1");
  CHECK(unreadable[0].why.kind == ErrorKind::timed_out);
  REQUIRE(readings.size() == 2);
  const auto sensor =
      static_cast<DeviceHandle>(&device_at(tree, "/Chassis/1/Sensors/A") - tree.devices.data());
  REQUIRE(reading_of(readings, sensor) != nullptr);
  CHECK(as_double(reading_of(readings, sensor)->reading) == 100);
}

TEST_CASE("redfish: two systems and two managers under one root are told apart",
          "[probes][redfish]") {
  SmallService service;
  service
      .add("", "ServiceRoot", R"("Systems":{"@odata.id":"/redfish/v1/Systems"},
          "Managers":{"@odata.id":"/redfish/v1/Managers"})")
      .collection("/Systems", {"/Systems/System_0", "/Systems/HGX_Baseboard_0"})
      .collection("/Managers", {"/Managers/BMC_0", "/Managers/HGX_BMC_0"})
      .add("/Systems/System_0", "ComputerSystem", R"("BiosVersion":"1.3.6")")
      .add("/Systems/HGX_Baseboard_0", "ComputerSystem", R"("Status":{"Health":"OK"})")
      .add("/Managers/BMC_0", "Manager", R"("FirmwareVersion":"1.0")")
      .add("/Managers/HGX_BMC_0", "Manager", R"("FirmwareVersion":"2.0")");

  const auto tree = walked(service);

  CHECK(device_at(tree, "/Systems/System_0").firmware == "1.3.6");
  CHECK(value_at(tree, "/Systems/HGX_Baseboard_0", "device_health") == 0);
  CHECK(device_at(tree, "/Managers/BMC_0").firmware == "1.0");
  CHECK(device_at(tree, "/Managers/HGX_BMC_0").firmware == "2.0");
  CHECK(device_at(tree, "/Managers/HGX_BMC_0").kind == DeviceKind::bmc);
}
