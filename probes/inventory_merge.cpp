#include "probes/inventory_merge.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "probes/collector.h"
#include "probes/device_join.h"
#include "probes/survey.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

using ById = std::map<std::string, Device, std::less<>>;

void make_readable(std::string& text) {
  if (!is_utf8(text)) {
    text = printable(text, text.size() * 4);
  }
}

void fill(std::string& known, std::string more) {
  if (known.empty()) {
    known = std::move(more);
  }
}

void merge_device(Device device, ById& devices) {
  make_readable(device);
  const auto [place, is_new] = devices.try_emplace(device.id, device);
  if (is_new) {
    return;
  }
  fill(place->second.parent, device.parent);
  fill_gaps(place->second, std::move(device));
}

std::string_view remedy_of_probe(ErrorKind kind) {
  return kind == ErrorKind::absent ? "load the driver, if the hardware is there" : remedy_for(kind);
}

void merge_discovery(const NamedDiscovery& discovery, ById& devices, Inventory& inventory) {
  merge_device(device_of(probe_device_id(discovery.probe), DeviceKind::probe), devices);
  if (!discovery.found) {
    const auto& why = discovery.found.error();
    inventory.unreadable.push_back(
        {discovery.probe, "probe", why, std::string(remedy_of_probe(why.kind))});
    return;
  }
  for (const auto& device : discovery.found->devices) {
    merge_device(device, devices);
  }
  for (auto software : discovery.found->software) {
    make_readable(software.version);
    inventory.software.push_back(std::move(software));
  }
  const auto& unreadable = discovery.found->unreadable;
  inventory.unreadable.insert(inventory.unreadable.end(), unreadable.begin(), unreadable.end());
}

std::string attribute_of(const Device& device, std::string_view key) {
  const auto found = device.attributes.find(key);
  return found == device.attributes.end() ? std::string() : found->second;
}

void take_identity(const Device& node, Inventory& inventory) {
  inventory.hostname = attribute_of(node, "hostname");
  inventory.boot_id = attribute_of(node, "boot_id");
  inventory.hypervisor = attribute_of(node, "hypervisor");
  inventory.identity_source = attribute_of(node, "identity_source");
  inventory.machine = node.model;
  inventory.serial = node.serial;
}

/// Two views of one part name each other; one that was joined with nothing says why.
void tell_joins(Devices& devices) {
  const auto joined = join_devices(devices);
  for (const auto& join : joined.joins) {
    auto& here = devices[join.in_band];
    auto& there = devices[join.bmc];
    here.attributes["bmc_view"] = there.id;
    there.attributes["in_band_view"] = here.id;
    here.attributes["joined_by"] = join.why;
    there.attributes["joined_by"] = join.why;
    if (!join.remark.empty()) {
      here.attributes["views_differ"] = join.remark;
    }
  }
  for (const auto& refusal : joined.refusals) {
    devices[refusal.bmc].attributes["not_joined"] = refusal.why;
  }
}

}  // namespace

void fill_gaps(Device& known, Device more) {
  fill(known.vendor, std::move(more.vendor));
  fill(known.model, std::move(more.model));
  fill(known.serial, std::move(more.serial));
  fill(known.firmware, std::move(more.firmware));
  fill(known.position, std::move(more.position));
  known.attributes.merge(more.attributes);
}

void make_readable(Device& device) {
  for (auto* text : {&device.id, &device.parent, &device.vendor, &device.model, &device.serial,
                     &device.firmware, &device.position}) {
    make_readable(*text);
  }
  for (auto& [key, value] : device.attributes) {
    make_readable(value);
  }
}

Inventory merge_inventory(const std::vector<NamedDiscovery>& discoveries) {
  Inventory inventory;
  ById devices;
  merge_device(the_node(), devices);
  merge_device(device_of(probe_device_id(kCollectorName), DeviceKind::probe), devices);
  for (const auto& discovery : discoveries) {
    merge_discovery(discovery, devices, inventory);
  }
  take_identity(devices.find(kNodeId)->second, inventory);
  for (auto& [id, device] : devices) {
    inventory.devices.push_back(std::move(device));
  }
  tell_joins(inventory.devices);
  for (auto& entry : inventory.unreadable) {
    make_readable(entry.what);
    make_readable(entry.why.message);
  }
  std::ranges::sort(inventory.software, {}, &SoftwareVersion::name);
  return inventory;
}

}  // namespace rackproof
