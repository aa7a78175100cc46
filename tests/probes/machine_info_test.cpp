#include "probes/sinks/machine_info.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("machine info: a device's series bear its id and its kind", "[probes][sinks]") {
  Device device;
  device.id = "node/cpu:\"7\"";
  device.kind = DeviceKind::cpu;
  CHECK(device_labels(device) == R"(device="node/cpu:\"7\"",kind="cpu")");
}

TEST_CASE("machine info: what the machine does not say is an empty label", "[probes][sinks]") {
  Device device;
  device.id = "node/disk:a";
  device.kind = DeviceKind::disk;
  device.serial = "S1";
  CHECK(device_info_labels(device) ==
        "device=\"node/disk:a\",kind=\"disk\",parent=\"\",vendor=\"\",model=\"\",serial=\"S1\","
        "firmware=\"\",position=\"\"");
  CHECK(software_info_labels({"kernel", "6.1"}) == "name=\"kernel\",version=\"6.1\"");
}
