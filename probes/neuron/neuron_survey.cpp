#include "probes/neuron/neuron_survey.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "probes/neuron/neuron_files.h"
#include "probes/neuron/neuron_layout.h"
#include "probes/neuron/neuron_links.h"
#include "probes/neuron/neuron_parse.h"
#include "probes/neuron/neuron_power.h"
#include "probes/reading_parse.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

constexpr std::string_view kVersionFile = "/sys/module/neuron/version";

/// What no Neuron driver, neuron-monitor or neuron-ls shows (driver source to 2.25.4, docs and
/// release notes after that).
constexpr std::array<std::string_view, 3> kNotInBand{"temperature", "power in watts",
                                                     "errors of each link"};

/// One device while it is being looked at.
class DeviceSurvey {
 public:
  DeviceSurvey(Survey& survey, Fleet& fleet, Layout layout)
      : survey_(survey), fleet_(fleet), layout_(std::move(layout)) {}

  NeuronDevice take(std::int64_t number, DeviceMemory& memory) {
    device_.number = number;
    device_.directory = layout_.device.directory;
    add_accelerator(memory);
    add_parts();
    watch_ecc();
    watch_power();
    device_.unhealthy_path =
        path_if_there("stats/hardware/health_status/unhealthy_components", "2.30.2");
    device_.heartbeat_path =
        path_if_there("stats/hardware/health_status/healthcheck_heartbeat", "2.30.2");
    device_.connected_path = path_if_there("connected_devices", "2.13");
    note_the_rest();
    return std::move(device_);
  }

 private:
  std::string path_if_there(std::string_view known, std::string_view since) {
    auto path = locate(layout_, layout_.device, known, since);
    if (!path) {
      absent_ += absent_.empty() ? "" : ", ";
      absent_ += known;
      return {};
    }
    used_.insert(*path);
    return std::move(path).value();
  }

  std::string text(std::string_view known, std::string_view since = {}) {
    const auto path = path_if_there(known, since);
    return path.empty() ? std::string() : survey_.text(path);
  }

  /// The serial number, or the last one that this device gave.
  std::string serial(DeviceMemory& memory) {
    device_.serial_path = path_if_there("info/serial_number", "");
    if (device_.serial_path.empty()) {
      return memory.serial;
    }
    const auto text = survey_.files().read_text(device_.serial_path);
    const auto serial = text ? parse_serial(*text) : Result<std::string>(text.error());
    if (serial) {
      memory.serial = *serial;
    } else {
      survey_.note(device_.serial_path, serial.error(),
                   "reset the device; if it stays silent, its error counts mean nothing");
    }
    return memory.serial;
  }

  void add_accelerator(DeviceMemory& memory) {
    auto device = device_of("", DeviceKind::accelerator);
    device.vendor = "Amazon";
    device.serial = serial(memory);
    const auto arch = text("info/architecture/arch_type");
    device.model = model_of(text("info/architecture/device_name"), arch);
    device.attributes["arch_type"] = arch;
    device.attributes["instance_type"] = text("info/architecture/instance_type");
    device.attributes["core_count"] = text("core_count");
    device.attributes["sysfs_name"] = "neuron" + std::to_string(device_.number);
    device.attributes["status_counters"] = how_live();
    name(device);
    add_what_the_tool_says(device);
    device_.handle = survey_.add(std::move(device));
    device_.id = survey_.device(device_.handle).id;
    for (const auto what : kNotInBand) {
      survey_.note(device_.id + ": " + std::string(what),
                   {ErrorKind::not_observable, "Neuron shows this nowhere in band"},
                   "read the BMC or the rack");
    }
  }

  [[nodiscard]] const LsDevice* said_by_tool() const {
    const auto said = std::ranges::find(fleet_.tool, device_.number, &LsDevice::number);
    return said == fleet_.tool.end() ? nullptr : &*said;
  }

  void add_what_the_tool_says(Device& device) const {
    const auto* said = said_by_tool();
    if (said == nullptr) {
      return;
    }
    device.attributes["numa_node"] = said->numa_node;
    device.attributes["pci_address"] = said->pci_address;
    if (device.parent == kNodeId && !said->pci_address.empty()) {
      device.parent = "node/pci:" + said->pci_address;
    }
  }

  void name(Device& device) const {
    const auto pci = pci_address_in(layout_.device.directory);
    device.parent = pci.empty() ? std::string(kNodeId) : "node/pci:" + pci;
    const auto& kernel = device.attributes["sysfs_name"];
    const auto& name = !pci.empty() ? pci : !device.serial.empty() ? device.serial : kernel;
    device.attributes["id_basis"] =
        !pci.empty() ? "PCI address"
        : !device.serial.empty()
            ? "serial number"
            : "kernel number: the tree gives no PCI address and no serial number could be read";
    device.id = "node/accelerator:" + name;
  }

  /// Whether status and other_info move while a process runs (release notes of 2.30).
  [[nodiscard]] const char* how_live() const {
    constexpr DriverVersion kLive{2, 30};
    return !layout_.driver.known()   ? "unknown"
           : layout_.driver >= kLive ? "live"
                                     : "added up when the process ends";
  }

  void add_parts() {
    auto hbm = device_of(device_.id + "/hbm", DeviceKind::hbm, device_.id);
    if (const auto* said = said_by_tool()) {
      hbm.attributes["size_bytes"] = std::to_string(said->memory_bytes);
    }
    device_.hbm = survey_.add(std::move(hbm));
    for (const auto& core : layout_.cores) {
      auto part = device_of(device_.id + "/core:" + std::to_string(core.number),
                            DeviceKind::accelerator_core, device_.id);
      if (const auto arch = locate(layout_, core.branch, "info/architecture/arch_type", "")) {
        used_.insert(*arch);
        part.model = survey_.text(*arch);
      }
      const auto handle = survey_.add(std::move(part));
      device_.cores.push_back(handle);
      watch_all(core.branch, core_files(), handle);
    }
    watch_all(layout_.device, device_files(), device_.handle);
  }

  void watch_all(const Branch& branch, std::span<const FileRow> rows, DeviceHandle handle) {
    for (const auto& row : rows) {
      const auto path = locate(layout_, branch, row.path, row.since);
      if (!path) {
        continue;
      }
      used_.insert(*path);
      if (row.parse == parse_filled_counter || row.parse == parse_filled_microseconds) {
        fleet_.filled.push_back({handle, row.metric, *path, row.parse});
      } else {
        survey_.watch(handle, row.metric, *path, row.parse);
      }
    }
  }

  /// Those that every accelerator is judged by give a reason on each pass where they are missing.
  void watch_ecc() {
    for (const auto& row : ecc_files()) {
      auto path = locate(layout_, layout_.device, row.path, row.since);
      if (path) {
        used_.insert(*path);
        device_.ecc.push_back({device_.handle, row.metric, *path, row.parse});
      } else {
        miss(row.path, row.metric, path.error());
      }
    }
  }

  void watch_power() {
    constexpr std::string_view kPower = "stats/power/utilization";
    auto path = locate(layout_, layout_.device, kPower, "2.21.37");
    if (path) {
      used_.insert(*path);
      device_.power_path = *path;
    } else {
      for (const auto* metric : power_metrics()) {
        miss(kPower, metric, path.error());
      }
    }
    device_.die_power_path = path_if_there("stats/power/utilization_raw", "2.29");
    if (device_.die_power_path.empty()) {
      return;
    }
    const auto dies = parse_die_power(survey_.text(device_.die_power_path));
    for (std::size_t i = 0; dies && i < dies->size(); ++i) {
      const auto number = (*dies)[i].die;
      const auto part = device_of(device_.id + "/die:" + std::to_string(number),
                                  DeviceKind::power_sensor, device_.id);
      device_.dies.push_back({number, survey_.add(part)});
    }
    if (!dies) {
      survey_.note(device_.die_power_path, dies.error(), "");
    }
  }

  void miss(std::string_view known, const Metric* metric, const Error& why) {
    if (absent_.find(known) == std::string::npos) {
      absent_ += absent_.empty() ? "" : ", ";
      absent_ += known;
    }
    fleet_.missing.push_back({device_.handle, metric, why});
  }

  void note_the_rest() {
    if (!absent_.empty()) {
      survey_.note(device_.directory,
                   {ErrorKind::unsupported,
                    "attribute absent with driver " +
                        (layout_.driver_text.empty() ? "of unknown version" : layout_.driver_text) +
                        ": " + absent_},
                   "");
    }
    const auto unknown = files_without_metric();
    if (!unknown.empty()) {
      survey_.note(device_.directory,
                   {ErrorKind::unsupported, "this release has no metric for " + unknown}, "");
    }
    if (layout_.cut_short) {
      survey_.note(device_.directory,
                   {ErrorKind::out_of_range, "more files than any known driver makes"}, "");
    }
    const auto& said = survey_.device(device_.handle).attributes.find("core_count")->second;
    if (!said.empty() && said != std::to_string(layout_.cores.size())) {
      survey_.note(device_.directory,
                   {ErrorKind::io, "core_count says " + said + ", the tree shows " +
                                       std::to_string(layout_.cores.size())},
                   "");
    }
  }

  /// Files of the device and of its first core that nothing reads.
  [[nodiscard]] std::string files_without_metric() const {
    std::string unknown;
    add_unread(layout_.device, unknown);
    if (!layout_.cores.empty()) {
      add_unread(layout_.cores.front().branch, unknown);
    }
    return unknown;
  }

  /// `present` is a difference, reset resets, and the kernel adds uevent and dev.
  void add_unread(const Branch& branch, std::string& unknown) const {
    constexpr std::array<std::string_view, 5> kLeftAlone{"present", "uevent", "dev", "reset",
                                                         "notify_delay"};
    for (const auto& file : branch.files) {
      const auto leaf = file.substr(file.rfind('/') + 1);
      if (std::ranges::find(kLeftAlone, leaf) == kLeftAlone.end() &&
          !used_.contains(path_to(branch.directory, file))) {
        unknown += unknown.empty() ? "" : ", ";
        unknown += file;
      }
    }
  }

  Survey& survey_;
  Fleet& fleet_;
  Layout layout_;
  NeuronDevice device_;
  std::set<std::string> used_;
  std::string absent_;  ///< Names of files that are not there.
};

}  // namespace

Fleet survey_devices(Survey& survey, const Directories& directories, DeviceMemories& memories,
                     LsDevices tool) {
  Fleet fleet;
  fleet.tool = std::move(tool);
  const auto driver = survey.text(std::string(kVersionFile));
  for (const auto& [number, directory] : directories) {
    DeviceSurvey device(survey, fleet, walk(survey.files(), directory, driver));
    fleet.devices.push_back(device.take(number, memories[number]));
  }
  add_links(survey, fleet);
  return fleet;
}

}  // namespace rackproof::neuron
