#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/device.h"
#include "schemas/enum_names.h"
#include "schemas/exposition_name.h"
#include "schemas/inventory.h"

/// The names of other exporters beside ours, where a site wants its dashboards to go on working.
/// docs/compat.md is made of these rows.
namespace rackproof {

/// Whose names.
enum class CompatSet { node_exporter, dcgm_exporter };

inline constexpr std::array kCompatSets{
    EnumName<CompatSet>{CompatSet::node_exporter, "node_exporter"},
    EnumName<CompatSet>{CompatSet::dcgm_exporter, "dcgm-exporter"},
};

/// How the labels of theirs are made of a device of ours.
enum class CompatKey {
  node,
  uname,
  memory,
  numa_node,
  cpu,
  cpu_core,
  cpu_package,
  hwmon_chip,
  hwmon_label,
  hwmon_sensor,
  hwmon_labelled,
  hwmon_point1,
  hwmon_point2,
  hwmon_point3,
  hwmon_point4,
  hwmon_point5,
  edac_controller,
  edac_csrow,
  edac_unknown_row,
  edac_channel,
  infiniband_device,
  infiniband_port,
  network_interface,
  rapl_package,
  rapl_core,
  thermal_zone,
  cooling_device,
  nvme_controller,
  nvme_namespace,
  pci,
  pci_info,
  nvidia_gpu,
};

/// The labels of each key, for people.
inline constexpr std::array kCompatKeys{
    EnumName<CompatKey>{CompatKey::node, ""},
    EnumName<CompatKey>{CompatKey::uname, "nodename, release, machine, sysname"},
    EnumName<CompatKey>{CompatKey::memory, ""},
    EnumName<CompatKey>{CompatKey::numa_node, "node"},
    EnumName<CompatKey>{CompatKey::cpu, "cpu"},
    EnumName<CompatKey>{CompatKey::cpu_core, "core, package"},
    EnumName<CompatKey>{CompatKey::cpu_package, "package"},
    EnumName<CompatKey>{CompatKey::hwmon_chip, "chip, chip_name"},
    EnumName<CompatKey>{CompatKey::hwmon_label, "chip, label, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_sensor, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_labelled, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_point1, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_point2, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_point3, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_point4, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::hwmon_point5, "chip, sensor"},
    EnumName<CompatKey>{CompatKey::edac_controller, "controller"},
    EnumName<CompatKey>{CompatKey::edac_csrow, "controller, csrow"},
    EnumName<CompatKey>{CompatKey::edac_unknown_row, "controller, csrow"},
    EnumName<CompatKey>{CompatKey::edac_channel, "controller, csrow, channel, dimm_label"},
    EnumName<CompatKey>{CompatKey::infiniband_device,
                        "device, board_id, firmware_version, hca_type"},
    EnumName<CompatKey>{CompatKey::infiniband_port, "device, port"},
    EnumName<CompatKey>{CompatKey::network_interface, "device"},
    EnumName<CompatKey>{CompatKey::rapl_package, "index"},
    EnumName<CompatKey>{CompatKey::rapl_core, "index"},
    EnumName<CompatKey>{CompatKey::thermal_zone, "type, zone"},
    EnumName<CompatKey>{CompatKey::cooling_device, "name, type"},
    EnumName<CompatKey>{CompatKey::nvme_controller,
                        "device, cntlid, firmware_revision, model, serial"},
    EnumName<CompatKey>{CompatKey::nvme_namespace, "device, nsid"},
    EnumName<CompatKey>{CompatKey::pci, "segment, bus, device, function"},
    EnumName<CompatKey>{CompatKey::pci_info,
                        "segment, bus, device, function, the same of the parent, class_id, "
                        "vendor_id, device_id, revision, subsystem_vendor_id, subsystem_device_id"},
    EnumName<CompatKey>{CompatKey::nvidia_gpu, "gpu, UUID, pci_bus_id, modelName, Hostname"},
};

/// One name of theirs and where it comes from. A name may have several rows.
struct CompatRow {
  std::string_view theirs;
  SeriesType type = SeriesType::gauge;  ///< As they tell it.
  const Metric* ours = nullptr;         ///< nullptr: always 1, for its labels alone.
  DeviceKind kind = DeviceKind::node;   ///< Of our devices, those that are of this kind.
  CompatKey key = CompatKey::node;
  double factor = 1;  ///< Theirs = ours times this.
  /// "live=1;dead=6": our number as their word.
  std::string_view states = {};
  std::string_view state_label = {};  ///< That bears the word.
  /// One series a word, 1 for the one that holds and 0 for each other; else one series, 1.
  bool each_state = false;
};

[[nodiscard]] std::span<const CompatRow> compat_rows(CompatSet set);

/// What labels are made of besides the device.
struct CompatContext {
  const Devices* devices = nullptr;
  std::string hostname;
  std::string kernel;  ///< Release; "" = unknown.
};

/// The labels, "" where there are none; nothing where the device is not one that they would name.
[[nodiscard]] std::optional<std::string> compat_labels(CompatKey key, const Device& device,
                                                       const CompatContext& context);

struct CompatLabels {
  CompatKey key = CompatKey::node;
  std::string text;
};

/// The rows of some sets, by name.
class CompatTable {
 public:
  CompatTable() = default;
  explicit CompatTable(const std::vector<CompatSet>& sets);

  [[nodiscard]] const std::vector<const CompatRow*>& rows() const { return rows_; }
  /// Of every key that a row asks of such a device.
  [[nodiscard]] std::vector<CompatLabels> labels_of(const Device& device,
                                                    const CompatContext& context) const;

 private:
  std::vector<const CompatRow*> rows_;
};

}  // namespace rackproof
