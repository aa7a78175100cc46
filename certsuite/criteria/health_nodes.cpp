#include "certsuite/criteria/health_nodes.h"

#include <map>
#include <set>
#include <utility>

namespace rackproof::criteria {
namespace {

std::string attribute_of(const Device& device, std::string_view name) {
  const auto found = device.attributes.find(name);
  return found == device.attributes.end() ? std::string() : found->second;
}

void take_identity(const Device& node, Inventory& inventory) {
  const bool by_its_probes = !attribute_of(node, "architecture").empty();
  inventory.hostname = attribute_of(node, "hostname");
  inventory.boot_id = attribute_of(node, "boot_id");
  inventory.hypervisor = by_its_probes ? attribute_of(node, "hypervisor") : "unknown";
  inventory.machine = node.model;
  inventory.serial = node.serial;
}

/// The node that a device belongs to: the one that it sits in, else the one whose id its own id
/// begins with; where nobody described one, its id's first part.
std::string node_of(const Device& device, const std::set<std::string>& described,
                    DeviceBook& book) {
  auto node = book.node_of(device);
  auto above = device.id;
  while (!described.contains(node) && above.find('/') != std::string::npos) {
    above.resize(above.rfind('/'));
    node = described.contains(above) ? above : node;
  }
  return node;
}

}  // namespace

std::vector<HealthNode> nodes_of(const Devices& devices, DeviceBook& book) {
  std::set<std::string> described;
  for (const auto& device : devices) {
    if (device.kind == DeviceKind::node) {
      described.insert(device.id);
    }
  }
  std::map<std::string, HealthNode> found;
  for (const auto& device : devices) {
    auto id = node_of(device, described, book);
    auto& node = found[id];
    if (device.id == id) {
      take_identity(device, node.inventory);
    }
    node.id = std::move(id);
    node.inventory.devices.push_back(device);
  }
  std::vector<HealthNode> nodes;
  nodes.reserve(found.size());
  for (auto& [id, node] : found) {
    nodes.push_back(std::move(node));
  }
  return nodes;
}

}  // namespace rackproof::criteria
