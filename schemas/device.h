#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/enum_names.h"

namespace rackproof {

enum class DeviceKind {
  node,         ///< The host itself; id "node".
  cpu_package,  ///< One socket; id "node/package:0".
  cpu,          ///< One logical processor; id "node/cpu:0".
  numa_node,
  memory,             ///< All main memory of the node; id "node/memory".
  memory_controller,  ///< EDAC mc.
  dimm,
  csrow,
  memory_channel,
  pci,  ///< A PCI function; id "node/pci:0000:3b:00.0".
  network_interface,
  infiniband_port,
  disk,  ///< A block device.
  nvme,  ///< An NVMe controller, by serial where it has one.
  nvme_namespace,
  sensor_chip,  ///< A hwmon chip, by name and device path, never by hwmonN.
  temperature_sensor,
  power_sensor,
  voltage_sensor,
  current_sensor,
  fan,
  sensor,  ///< Any other hwmon channel (pwm, intrusion, freq, humidity, energy).
  thermal_zone,
  cooling_device,
  power_domain,      ///< A RAPL zone.
  probe,             ///< One of our probes, as a source of samples about itself.
  accelerator,       ///< One physical accelerator, by bus address or serial.
  accelerator_core,  ///< A compute core of an accelerator (NeuronCore, XCD); parent is the
                     ///< accelerator.
  hbm,  ///< Memory of one accelerator, or one stack of it where the maker tells them apart.
  accelerator_link,  ///< A link between accelerators (NeuronLink, NVLink, xGMI), named by its near
                     ///< end.
  accelerator_partition,  ///< A slice that a driver shows as a device of its own (MIG, CPX); parent
                          ///< is the accelerator.
  bmc,                    ///< A management controller, as it shows itself over Redfish.
  computer_system,  ///< A computer as its BMC shows it; "node" is the one that the probes run on.
  chassis,
  rack,
  processor,  ///< A processor that is neither a CPU nor an accelerator: FPGA, DSP.
  port,       ///< A port of a processor, adapter or switch that is no accelerator_link.
  power_supply,
  battery,
  power_shelf,
  pdu,      ///< Power distribution: rack or floor PDU, transfer switch; attribute equipment_type.
  circuit,  ///< A main, branch, feeder or subfeed of a pdu.
  outlet,
  outlet_group,
  cdu,  ///< A unit that cools by liquid: CDU, heat exchanger, immersion unit, rear door.
  cooling_loop,
  pump,
  coolant_connector,
  reservoir,
  coolant_filter,
  leak_detector,
};

inline constexpr std::array kDeviceKinds{
    EnumName<DeviceKind>{DeviceKind::node, "node"},
    EnumName<DeviceKind>{DeviceKind::cpu_package, "cpu_package"},
    EnumName<DeviceKind>{DeviceKind::cpu, "cpu"},
    EnumName<DeviceKind>{DeviceKind::numa_node, "numa_node"},
    EnumName<DeviceKind>{DeviceKind::memory, "memory"},
    EnumName<DeviceKind>{DeviceKind::memory_controller, "memory_controller"},
    EnumName<DeviceKind>{DeviceKind::dimm, "dimm"},
    EnumName<DeviceKind>{DeviceKind::csrow, "csrow"},
    EnumName<DeviceKind>{DeviceKind::memory_channel, "memory_channel"},
    EnumName<DeviceKind>{DeviceKind::pci, "pci"},
    EnumName<DeviceKind>{DeviceKind::network_interface, "network_interface"},
    EnumName<DeviceKind>{DeviceKind::infiniband_port, "infiniband_port"},
    EnumName<DeviceKind>{DeviceKind::disk, "disk"},
    EnumName<DeviceKind>{DeviceKind::nvme, "nvme"},
    EnumName<DeviceKind>{DeviceKind::nvme_namespace, "nvme_namespace"},
    EnumName<DeviceKind>{DeviceKind::sensor_chip, "sensor_chip"},
    EnumName<DeviceKind>{DeviceKind::temperature_sensor, "temperature_sensor"},
    EnumName<DeviceKind>{DeviceKind::power_sensor, "power_sensor"},
    EnumName<DeviceKind>{DeviceKind::voltage_sensor, "voltage_sensor"},
    EnumName<DeviceKind>{DeviceKind::current_sensor, "current_sensor"},
    EnumName<DeviceKind>{DeviceKind::fan, "fan"},
    EnumName<DeviceKind>{DeviceKind::sensor, "sensor"},
    EnumName<DeviceKind>{DeviceKind::thermal_zone, "thermal_zone"},
    EnumName<DeviceKind>{DeviceKind::cooling_device, "cooling_device"},
    EnumName<DeviceKind>{DeviceKind::power_domain, "power_domain"},
    EnumName<DeviceKind>{DeviceKind::probe, "probe"},
    EnumName<DeviceKind>{DeviceKind::accelerator, "accelerator"},
    EnumName<DeviceKind>{DeviceKind::accelerator_core, "accelerator_core"},
    EnumName<DeviceKind>{DeviceKind::hbm, "hbm"},
    EnumName<DeviceKind>{DeviceKind::accelerator_link, "accelerator_link"},
    EnumName<DeviceKind>{DeviceKind::accelerator_partition, "accelerator_partition"},
    EnumName<DeviceKind>{DeviceKind::bmc, "bmc"},
    EnumName<DeviceKind>{DeviceKind::computer_system, "computer_system"},
    EnumName<DeviceKind>{DeviceKind::chassis, "chassis"},
    EnumName<DeviceKind>{DeviceKind::rack, "rack"},
    EnumName<DeviceKind>{DeviceKind::processor, "processor"},
    EnumName<DeviceKind>{DeviceKind::port, "port"},
    EnumName<DeviceKind>{DeviceKind::power_supply, "power_supply"},
    EnumName<DeviceKind>{DeviceKind::battery, "battery"},
    EnumName<DeviceKind>{DeviceKind::power_shelf, "power_shelf"},
    EnumName<DeviceKind>{DeviceKind::pdu, "pdu"},
    EnumName<DeviceKind>{DeviceKind::circuit, "circuit"},
    EnumName<DeviceKind>{DeviceKind::outlet, "outlet"},
    EnumName<DeviceKind>{DeviceKind::outlet_group, "outlet_group"},
    EnumName<DeviceKind>{DeviceKind::cdu, "cdu"},
    EnumName<DeviceKind>{DeviceKind::cooling_loop, "cooling_loop"},
    EnumName<DeviceKind>{DeviceKind::pump, "pump"},
    EnumName<DeviceKind>{DeviceKind::coolant_connector, "coolant_connector"},
    EnumName<DeviceKind>{DeviceKind::reservoir, "reservoir"},
    EnumName<DeviceKind>{DeviceKind::coolant_filter, "coolant_filter"},
    EnumName<DeviceKind>{DeviceKind::leak_detector, "leak_detector"},
};

/// A thing that can be named, counted and measured. Strings are UTF-8 as the machine gave them,
/// trimmed; an empty string is "the machine does not say".
struct Device {
  /// Path of names, node first, '/' between: "node/pci:0000:3b:00.0/nvme:S5XYZ". Stable over
  /// reboots: bus address, serial, slot or label; never hwmonN, nvmeN, ethN alone.
  std::string id;
  DeviceKind kind = DeviceKind::node;
  std::string parent;  ///< id of the device it sits in; "" for the node.
  std::string vendor;
  std::string model;
  std::string serial;
  std::string firmware;
  std::string position;  ///< Slot, socket, bay or label, as printed on the machine.
  /// Further facts by name ("driver", "vendor_id", "counter_range"). Keys are lower_case.
  std::map<std::string, std::string, std::less<>> attributes;

  bool operator==(const Device&) const = default;
};

using Devices = std::vector<Device>;

inline constexpr std::string_view kNodeId = "node";

/// What the ids of all that a BMC shows begin with; its name follows.
inline constexpr std::string_view kBmcIdPrefix = "node/bmc:";

/// Whether a BMC shows it, of this node or of another.
[[nodiscard]] inline bool is_shown_by_bmc(const Device& device) {
  return device.id.starts_with(kBmcIdPrefix);
}

/// Index into the device list that goes with the samples (a probe's own list, then the inventory).
using DeviceHandle = std::uint32_t;

}  // namespace rackproof
