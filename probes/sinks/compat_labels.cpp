#include <algorithm>
#include <array>
#include <vector>

#include "probes/sinks/compat.h"
#include "probes/sinks/compat_edac.h"
#include "probes/sinks/compat_facts.h"
#include "probes/sinks/compat_hwmon.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using compat::after;
using compat::device_named;
using compat::digits_at_end;
using compat::fact;
using compat::labels;
using compat::LabelText;

LabelText rapl_package(const Device& device, const CompatContext&) {
  const auto index = after(device.position, "package-");
  return index && device.id.starts_with("node/powercap:") ? LabelText(labels({{"index", *index}}))
                                                          : std::nullopt;
}

/// They count zones of one name; a package has one core zone.
LabelText rapl_core(const Device& device, const CompatContext& context) {
  const auto* package = device_named(device.parent, context);
  if (device.position != "core" || package == nullptr) {
    return std::nullopt;
  }
  return rapl_package(*package, context);
}

/// One label, which is what follows `start` in the id.
LabelText numbered(const Device& device, std::string_view start, std::string_view label) {
  const auto number = after(device.id, start);
  return number ? LabelText(labels({{label, *number}})) : std::nullopt;
}

LabelText numa_node(const Device& device, const CompatContext&) {
  return numbered(device, "node/numa:", "node");
}

LabelText cpu(const Device& device, const CompatContext&) {
  return numbered(device, "node/cpu:", "cpu");
}

LabelText cpu_package(const Device& device, const CompatContext&) {
  return numbered(device, "node/package:", "package");
}

LabelText cpu_core(const Device& device, const CompatContext&) {
  const auto package = after(device.parent, "node/package:");
  const auto core = fact(device, "core");
  if (!package || core.empty()) {
    return std::nullopt;
  }
  return labels({{"core", core}, {"package", *package}});
}

// --- buses and disks ----------------------------------------------------------------------------

/// What the kernel numbers within its class.
std::string_view kernel_number(const Device& device, std::string_view start) {
  return device.id.starts_with(start) ? digits_at_end(fact(device, "sysfs_name")) : "";
}

LabelText thermal_zone(const Device& device, const CompatContext&) {
  const auto zone = kernel_number(device, "node/thermal_zone:");
  return zone.empty() ? std::nullopt : LabelText(labels({{"type", device.model}, {"zone", zone}}));
}

LabelText cooling_device(const Device& device, const CompatContext&) {
  const auto name = kernel_number(device, "node/cooling:");
  return name.empty() ? std::nullopt : LabelText(labels({{"name", name}, {"type", device.model}}));
}

LabelText network_interface(const Device& device, const CompatContext&) {
  const auto name = fact(device, "interface");
  return name.empty() ? std::nullopt : LabelText(labels({{"device", name}}));
}

LabelText infiniband_port(const Device& device, const CompatContext&) {
  const auto name = fact(device, "sysfs_name");
  if (!device.id.starts_with("node/infiniband:") || name.empty()) {
    return std::nullopt;
  }
  return labels({{"device", name}, {"port", digits_at_end(device.id)}});
}

LabelText infiniband_device(const Device& device, const CompatContext&) {
  const auto name = fact(device, "sysfs_name");
  if (!device.id.starts_with("node/infiniband:") || !device.id.ends_with("/port1")) {
    return std::nullopt;
  }
  return labels({{"board_id", fact(device, "board_id")},
                 {"device", name},
                 {"firmware_version", device.firmware},
                 {"hca_type", device.model}});
}

LabelText nvme_controller(const Device& device, const CompatContext&) {
  const auto name = fact(device, "controller");
  if (!device.id.starts_with("node/nvme:") || name.empty()) {
    return std::nullopt;
  }
  return labels({{"cntlid", fact(device, "controller_id")},
                 {"device", name},
                 {"firmware_revision", device.firmware},
                 {"model", device.model},
                 {"serial", device.serial}});
}

LabelText nvme_namespace(const Device& device, const CompatContext& context) {
  const auto* controller = device_named(device.parent, context);
  const auto name = controller == nullptr ? std::string_view() : fact(*controller, "controller");
  if (name.empty()) {
    return std::nullopt;
  }
  return labels({{"device", name}, {"nsid", digits_at_end(device.id)}});
}

/// Domain, bus, device and function of "node/pci:0000:3b:00.0"; empty for any other id.
std::vector<std::string_view> pci_place(std::string_view id) {
  const auto address = after(id, "node/pci:");
  const auto parts = split(address.value_or(""), ':');
  const auto dot = parts.back().find('.');
  if (parts.size() != 3 || dot == std::string_view::npos) {
    return {};
  }
  return {parts[0], parts[1], parts[2].substr(0, dot), parts[2].substr(dot + 1)};
}

LabelText pci(const Device& device, const CompatContext&) {
  const auto at = pci_place(device.id);
  if (at.empty()) {
    return std::nullopt;
  }
  return labels({{"bus", at[1]}, {"device", at[2]}, {"function", at[3]}, {"segment", at[0]}});
}

/// A function at the root of a bus has "*" for its parent.
LabelText pci_info(const Device& device, const CompatContext& context) {
  auto text = pci(device, context);
  if (!text) {
    return std::nullopt;
  }
  const auto above = pci_place(device.parent);
  const auto of_parent = [&](std::size_t part) { return above.empty() ? "*" : above[part]; };
  const auto number = [&](std::string_view name) { return "0x" + std::string(fact(device, name)); };
  *text += "," + labels({{"parent_bus", of_parent(1)},
                         {"parent_device", of_parent(2)},
                         {"parent_function", of_parent(3)},
                         {"parent_segment", of_parent(0)},
                         {"class_id", number("class")},
                         {"device_id", number("device_id")},
                         {"revision", number("revision")},
                         {"subsystem_device_id", number("subsystem_device_id")},
                         {"subsystem_vendor_id", number("subsystem_vendor_id")},
                         {"vendor_id", number("vendor_id")}});
  return text;
}

// --- the whole node, accelerators ---------------------------------------------------------------

LabelText nothing(const Device& device, const CompatContext&) {
  return device.id == kNodeId || device.id == "node/memory" ? LabelText("") : std::nullopt;
}

LabelText uname(const Device& device, const CompatContext& context) {
  if (device.id != kNodeId) {
    return std::nullopt;
  }
  return labels({{"machine", fact(device, "architecture")},
                 {"nodename", context.hostname},
                 {"release", context.kernel},
                 {"sysname", "Linux"}});
}

bool is_nvidia_gpu(const Device& device) {
  return device.kind == DeviceKind::accelerator && device.vendor == "NVIDIA" &&
         device.id.starts_with("node/accelerator:");
}

/// DCGM counts GPUs in the order of the bus, and writes the domain of an address with eight digits.
LabelText nvidia_gpu(const Device& device, const CompatContext& context) {
  const auto* gpu =
      device.kind == DeviceKind::accelerator ? &device : device_named(device.parent, context);
  const bool whole = gpu != nullptr && (gpu == &device || device.id == gpu->id + "/hbm");
  if (!whole || !is_nvidia_gpu(*gpu)) {
    return std::nullopt;
  }
  const auto before = std::ranges::count_if(*context.devices, [&](const Device& other) {
    return is_nvidia_gpu(other) && fact(other, "pci_address") < fact(*gpu, "pci_address");
  });
  auto address = std::string(fact(*gpu, "pci_address"));
  if (address.find(':') == 4) {
    address = "0000" + address;
  }
  return labels({{"gpu", std::to_string(before)},
                 {"UUID", fact(*gpu, "uuid")},
                 {"pci_bus_id", address},
                 {"modelName", gpu->model},
                 {"Hostname", context.hostname}});
}

template <char number>
LabelText point(const Device& device, const CompatContext& context) {
  return compat::hwmon_point(number, device, context);
}

struct KeyRow {
  CompatKey key;
  LabelText (*make)(const Device& device, const CompatContext& context);
};

constexpr std::array kKeys{
    KeyRow{CompatKey::node, nothing},
    KeyRow{CompatKey::uname, uname},
    KeyRow{CompatKey::memory, nothing},
    KeyRow{CompatKey::numa_node, numa_node},
    KeyRow{CompatKey::cpu, cpu},
    KeyRow{CompatKey::cpu_core, cpu_core},
    KeyRow{CompatKey::cpu_package, cpu_package},
    KeyRow{CompatKey::hwmon_chip, compat::hwmon_chip},
    KeyRow{CompatKey::hwmon_label, compat::hwmon_label},
    KeyRow{CompatKey::hwmon_sensor, compat::hwmon_sensor},
    KeyRow{CompatKey::hwmon_labelled, compat::hwmon_labelled},
    KeyRow{CompatKey::hwmon_point1, point<'1'>},
    KeyRow{CompatKey::hwmon_point2, point<'2'>},
    KeyRow{CompatKey::hwmon_point3, point<'3'>},
    KeyRow{CompatKey::hwmon_point4, point<'4'>},
    KeyRow{CompatKey::hwmon_point5, point<'5'>},
    KeyRow{CompatKey::edac_controller, compat::edac_controller},
    KeyRow{CompatKey::edac_csrow, compat::edac_csrow},
    KeyRow{CompatKey::edac_unknown_row, compat::edac_unknown_row},
    KeyRow{CompatKey::edac_channel, compat::edac_channel},
    KeyRow{CompatKey::infiniband_device, infiniband_device},
    KeyRow{CompatKey::infiniband_port, infiniband_port},
    KeyRow{CompatKey::network_interface, network_interface},
    KeyRow{CompatKey::rapl_package, rapl_package},
    KeyRow{CompatKey::rapl_core, rapl_core},
    KeyRow{CompatKey::thermal_zone, thermal_zone},
    KeyRow{CompatKey::cooling_device, cooling_device},
    KeyRow{CompatKey::nvme_controller, nvme_controller},
    KeyRow{CompatKey::nvme_namespace, nvme_namespace},
    KeyRow{CompatKey::pci, pci},
    KeyRow{CompatKey::pci_info, pci_info},
    KeyRow{CompatKey::nvidia_gpu, nvidia_gpu},
};

}  // namespace

std::optional<std::string> compat_labels(CompatKey key, const Device& device,
                                         const CompatContext& context) {
  const auto row = std::ranges::find(kKeys, key, &KeyRow::key);
  return row == kKeys.end() ? std::nullopt : row->make(device, context);
}

}  // namespace rackproof
