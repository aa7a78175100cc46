#include "certsuite/criteria/health_nodes.h"

#include "tests/support/health_ground.h"

using namespace rackproof;
using testing::health_device;

TEST_CASE("health nodes: devices of an engine belong to the node whose id theirs begin with",
          "[health]") {
  Devices devices{health_device("fra1/n1", DeviceKind::node, ""),
                  health_device("fra1/n1/bmc:rack", DeviceKind::bmc, ""),
                  health_device("fra1/n1/card:a", DeviceKind::accelerator, "fra1/n1"),
                  health_device("fra1/n2", DeviceKind::node, "")};
  DeviceBook book(devices);
  const auto nodes = criteria::nodes_of(devices, book);
  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0].id == "fra1/n1");
  CHECK(nodes[0].inventory.devices.size() == 3);
  CHECK(nodes[1].id == "fra1/n2");
}

TEST_CASE("health nodes: a node that tells nothing of itself may be a virtual one", "[health]") {
  Devices devices{health_device("node", DeviceKind::node, "")};
  DeviceBook silent(devices);
  CHECK_FALSE(criteria::nodes_of(devices, silent)[0].inventory.bare_metal());
  devices[0].attributes = {{"architecture", "x86_64"}};
  devices[0].model = "PowerBox 9";
  DeviceBook telling(devices);
  const auto nodes = criteria::nodes_of(devices, telling);
  CHECK(nodes[0].inventory.bare_metal());
  CHECK(nodes[0].inventory.machine == "PowerBox 9");
}
