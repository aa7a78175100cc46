#include "probes/redfish/redfish_device.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

DeviceKind kind(std::string_view type, std::string_view document) {
  const auto device = device_of_document(type, json(document), "/redfish/v1/x", "node/bmc");
  INFO(document);
  REQUIRE(device.has_value());
  return device->kind;
}

}  // namespace

TEST_CASE("redfish: a part is named by its address below the service root", "[probes][redfish]") {
  const auto device = device_of_document(
      "Processor", json(R"({"ProcessorType":"GPU","Manufacturer":"NVIDIA","Model":"NVIDIA GB300",
          "SerialNumber":"1653125034241","FirmwareVersion":"97.10.3E.00.05","UUID":"fa49",
          "Location":{"PartLocation":{"ServiceLabel":"GPU_1"}},"Status":{"State":"Enabled"}})"),
      "/redfish/v1/Systems/HGX_Baseboard_0/Processors/GPU_1", "node/bmc");
  REQUIRE(device);
  CHECK(device->id == "node/bmc/Systems/HGX_Baseboard_0/Processors/GPU_1");
  CHECK(device->kind == DeviceKind::accelerator);
  CHECK(device->vendor == "NVIDIA");
  CHECK(device->model == "NVIDIA GB300");
  CHECK(device->serial == "1653125034241");
  CHECK(device->firmware == "97.10.3E.00.05");
  CHECK(device->position == "GPU_1");
  CHECK(device->attributes.at("uuid") == "fa49");
  CHECK(device->attributes.at("seen_over") == "redfish");
  CHECK_FALSE(device_of_document("SensorCollection", json("{}"), "/redfish/v1/x", "node/bmc"));
}

TEST_CASE("redfish: the document tells the kind where its type does not", "[probes][redfish]") {
  CHECK(kind("Processor", R"({"ProcessorType":"CPU"})") == DeviceKind::cpu_package);
  CHECK(kind("Processor", R"({"ProcessorType":"FPGA"})") == DeviceKind::processor);
  CHECK(kind("Memory", R"({"MemoryDeviceType":"HBM3"})") == DeviceKind::hbm);
  CHECK(kind("Memory", R"({"MemoryDeviceType":"DDR4"})") == DeviceKind::dimm);
  CHECK(kind("Port", R"({"PortProtocol":"NVLink"})") == DeviceKind::accelerator_link);
  CHECK(kind("Port", R"({"PortProtocol":"PCIe"})") == DeviceKind::port);
  CHECK(kind("Chassis", R"({"ChassisType":"Rack"})") == DeviceKind::rack);
  CHECK(kind("Chassis", R"({"ChassisType":"RackMount"})") == DeviceKind::chassis);
  CHECK(kind("Manager", "{}") == DeviceKind::bmc);
}

TEST_CASE("redfish: a serial number of zeros is none", "[probes][redfish]") {
  CHECK(serial_of(json(R"({"SerialNumber":"00000000000000"})")).empty());
  CHECK(serial_of(json(R"({"SerialNumber":"N/A"})")).empty());
  CHECK(serial_of(json(R"({"SerialNumber":"0x0000"})")).empty());
  CHECK(serial_of(json("{}")).empty());
  CHECK(serial_of(json(R"({"SerialNumber":"442CA3AD"})")) == "442CA3AD");
}

TEST_CASE("redfish: a sensor belongs to the item that it is related to", "[probes][redfish]") {
  CHECK(container_of("Sensor",
                     json(R"({"RelatedItem":[{"@odata.id":"/gpu"},{"@odata.id":"/b"}]})")) ==
        "/gpu");
  CHECK(container_of("Chassis", json(R"({"Links":{"ContainedBy":{"@odata.id":"/rack"}}})")) ==
        "/rack");
  CHECK(container_of("Fan", json(R"({"RelatedItem":[{"@odata.id":"/gpu"}]})")).empty());
}
