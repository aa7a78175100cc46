#include "probes/inventory_merge.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/survey.h"

namespace rackproof {
namespace {

const Device& device_in(const Inventory& inventory, const std::string& id) {
  const auto found = std::ranges::find(inventory.devices, id, &Device::id);
  REQUIRE(found != inventory.devices.end());
  return *found;
}

TEST_CASE("inventory_merge: a device that two probes found is one device", "[probes]") {
  auto first = device_of("node/pci:0000:01:00.0", DeviceKind::pci);
  first.vendor = "maker";
  first.attributes["driver"] = "nvme";
  auto second = device_of("node/pci:0000:01:00.0", DeviceKind::pci);
  second.vendor = "other";
  second.position = "slot 3";
  second.attributes["numa"] = "1";
  std::vector<NamedDiscovery> discoveries;
  discoveries.push_back({"a", Discovery{{first}, {}, {}}});
  discoveries.push_back({"b", Discovery{{second}, {{"kernel", "6.1"}}, {}}});
  const auto inventory = merge_inventory(discoveries);
  const auto& device = device_in(inventory, "node/pci:0000:01:00.0");
  CHECK(device.vendor == "maker");
  CHECK(device.position == "slot 3");
  CHECK(device.attributes.size() == 2);
  CHECK(inventory.software.size() == 1);
  CHECK(std::ranges::is_sorted(inventory.devices, {}, &Device::id));
}

TEST_CASE("inventory_merge: a probe that failed is unreadable, not silent", "[probes]") {
  std::vector<NamedDiscovery> discoveries;
  discoveries.push_back({"edac", Error{ErrorKind::absent, "edac: no such directory"}});
  const auto inventory = merge_inventory(discoveries);
  REQUIRE(inventory.unreadable.size() == 1);
  CHECK(inventory.unreadable[0].probe == "edac");
  CHECK_FALSE(inventory.unreadable[0].remedy.empty());
  CHECK(device_in(inventory, "node/probe:edac").kind == DeviceKind::probe);
  CHECK(device_in(inventory, "node/probe:collector").kind == DeviceKind::probe);
}

TEST_CASE("inventory_merge: identity comes from the node, hostile strings are made printable",
          "[probes]") {
  auto node = the_node();
  node.model = "PowerEdge";
  node.attributes["hypervisor"] = "kvm";
  node.attributes["boot_id"] = "b";
  node.attributes["product_version"] = "\xb3[\xb2";
  std::vector<NamedDiscovery> discoveries;
  discoveries.push_back({"inventory", Discovery{{node}, {}, {}}});
  const auto inventory = merge_inventory(discoveries);
  CHECK(inventory.machine == "PowerEdge");
  CHECK_FALSE(inventory.bare_metal());
  CHECK(inventory.boot_id == "b");
  CHECK(device_in(inventory, "node").attributes.at("product_version") == "\\xb3[\\xb2");
}

TEST_CASE("inventory_merge: two views of one part name each other, a view alone says why",
          "[probes]") {
  auto here = device_of("node/accelerator:1", DeviceKind::accelerator);
  auto there = device_of("node/bmc/accelerator:0", DeviceKind::accelerator);
  auto alone = device_of("node/bmc/accelerator:7", DeviceKind::accelerator);
  here.serial = there.serial = "AAA1";
  alone.serial = "None";
  there.attributes["redfish_uri"] = "/redfish/v1/Systems/1/Processors/0";
  alone.attributes["redfish_uri"] = "/redfish/v1/Systems/1/Processors/7";
  std::vector<NamedDiscovery> discoveries;
  discoveries.push_back({"neuron", Discovery{{here}, {}, {}}});
  discoveries.push_back({"redfish", Discovery{{there, alone}, {}, {}}});

  const auto inventory = merge_inventory(discoveries);

  CHECK(device_in(inventory, here.id).attributes.at("bmc_view") == there.id);
  CHECK(device_in(inventory, here.id).attributes.at("joined_by") == "serial number AAA1");
  CHECK(device_in(inventory, there.id).attributes.at("in_band_view") == here.id);
  CHECK(device_in(inventory, alone.id).attributes.at("not_joined") ==
        "it has no serial number, PCI address or slot");
}

}  // namespace
}  // namespace rackproof
