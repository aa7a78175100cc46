#include <array>
#include <map>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/machine/open_file_limit.h"
#include "probes/pcie/aer_parse.h"
#include "probes/pcie/pcie_parse.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kDevicesDir = "/sys/bus/pci/devices";
constexpr std::string_view kSlotsDir = "/sys/bus/pci/slots";

struct Fact {
  std::string_view file;
  std::string_view attribute;
};

constexpr std::array kIdentity{
    Fact{"vendor", "vendor_id"},
    Fact{"device", "device_id"},
    Fact{"class", "class"},
    Fact{"revision", "revision"},
    Fact{"subsystem_vendor", "subsystem_vendor_id"},
    Fact{"subsystem_device", "subsystem_device_id"},
};

struct Row {
  std::string_view file;
  const Metric* metric;
  ReadingParser parse;
};

// clang-format off
constexpr std::array kOptional{
    Row{"current_link_speed", metrics::named("pcie_link_speed_transfers_per_second"), pcie::parse_link_speed},
    Row{"max_link_speed", metrics::named("pcie_link_speed_max_transfers_per_second"), pcie::parse_link_speed},
    Row{"current_link_width", metrics::named("pcie_link_width_lanes"), pcie::parse_link_width},
    Row{"max_link_width", metrics::named("pcie_link_width_max_lanes"), pcie::parse_link_width},
    Row{"power_state", metrics::named("pci_power_state"), pcie::parse_power_state},
    Row{"d3cold_allowed", metrics::named("pci_d3cold_allowed"), parse_count},
    Row{"sriov_numvfs", metrics::named("pci_sriov_functions_count"), pcie::parse_small_count},
    Row{"sriov_totalvfs", metrics::named("pci_sriov_functions_max_count"), pcie::parse_small_count},
    Row{"sriov_vf_total_msix", metrics::named("pci_sriov_msix_vectors_count"), pcie::parse_small_count},
    Row{"sriov_drivers_autoprobe", metrics::named("pci_sriov_drivers_autoprobe"), parse_count},
    Row{"aer_rootport_total_err_cor", metrics::named("pcie_aer_rootport_correctable_total"), parse_count},
    Row{"aer_rootport_total_err_nonfatal", metrics::named("pcie_aer_rootport_nonfatal_total"), parse_count},
    Row{"aer_rootport_total_err_fatal", metrics::named("pcie_aer_rootport_fatal_total"), parse_count},
};
// clang-format on

struct SeverityFile {
  pcie::AerSeverity severity;
  std::string_view file;
};

constexpr std::array kAerFiles{
    SeverityFile{pcie::AerSeverity::correctable, "aer_dev_correctable"},
    SeverityFile{pcie::AerSeverity::nonfatal, "aer_dev_nonfatal"},
    SeverityFile{pcie::AerSeverity::fatal, "aer_dev_fatal"},
};

constexpr std::size_t kShareOfLimit = 16;  ///< Of the open files, for those of AER.

/// One AER file of one function, and the metrics it gave last: what it stops giving has a reason.
struct AerSource {
  DeviceHandle device;
  pcie::AerSeverity severity;
  std::string path;
  std::vector<const Metric*> seen;
  KeptFiles::Slot slot = 0;
  int spared = 0;  ///< Passes on which a file that was not there is not looked for.
  Error absent;    ///< Why it was not.
};

class PcieProbe final : public Probe {
 public:
  explicit PcieProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "pcie"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(2);
  }

  Result<Discovery> discover() override {
    const auto addresses = host_.files.list(kDevicesDir);
    if (!addresses) {
      return addresses.error().during("pcie");
    }
    Survey survey(host_, name());
    aer_.clear();
    aer_files_ = KeptFiles(host_.files, open_file_limit() / kShareOfLimit);
    slots_ = read_slots(survey);
    for (const auto& address : *addresses) {
      add_function(survey, address);
    }
    note_missing_aer(survey);
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override {
    auto samples = attributes_.read();
    for (auto& source : aer_) {
      read_aer(source, samples);
    }
    return ProbeReading{std::move(samples), {}};
  }

 private:
  using Slots = std::map<std::string, std::string, std::less<>>;

  /// "0000:3b:00" -> name of the physical slot, as printed on the board.
  static Slots read_slots(Survey& survey) {
    Slots slots;
    const auto names = survey.files().list(kSlotsDir);
    if (!names) {
      return slots;
    }
    for (const auto& name : *names) {
      slots[survey.text(std::string(kSlotsDir) + "/" + name + "/address")] = name;
    }
    return slots;
  }

  void add_function(Survey& survey, const std::string& address) {
    const auto directory = std::string(kDevicesDir) + "/" + address;
    auto device = identify(survey, address, directory);
    const auto node = parse_integer(survey.text(directory + "/numa_node"));
    const bool has_node = node && *node >= 0;  // -1: the firmware does not say
    if (has_node) {
      device.attributes["numa_node"] = std::to_string(*node);
    }
    const auto handle = survey.add(std::move(device));
    if (has_node) {
      survey.watch(handle, metrics::named("pci_numa_node"), directory + "/numa_node", parse_count);
    }
    for (const auto& row : kOptional) {
      survey.watch_if_present(handle, row.metric, directory + "/" + std::string(row.file),
                              row.parse);
    }
    // Of a conventional function too: that it counts nothing is a reading, `absent`.
    for (const auto& [severity, file] : kAerFiles) {
      auto path = directory + "/" + std::string(file);
      const auto slot = aer_files_.add(path);
      aer_.push_back({handle, severity, std::move(path), {}, slot, 0, {}});
    }
  }

  Device identify(Survey& survey, const std::string& address, const std::string& directory) const {
    Device device;
    device.id = "node/pci:" + address;
    device.kind = DeviceKind::pci;
    device.parent = parent_of(survey.files(), directory);
    for (const auto& fact : kIdentity) {
      const auto path = directory + "/" + std::string(fact.file);
      const auto text = survey.text(path);
      auto id = pcie::parse_id(text);
      if (id) {
        device.attributes[std::string(fact.attribute)] = std::move(id).value();
      } else if (!text.empty()) {
        survey.note(path, id.error(), "");
      }
    }
    note_link(survey, directory + "/driver", "driver", device);
    note_link(survey, directory + "/physfn", "virtual_function_of", device);
    const auto slot = slots_.find(address.substr(0, address.rfind('.')));
    if (slot != slots_.end()) {
      device.position = slot->second;
    }
    return device;
  }

  static void note_link(Survey& survey, const std::string& path, const std::string& attribute,
                        Device& device) {
    const auto target = survey.files().link_target(path);
    if (target) {
      device.attributes[attribute] = target->substr(target->rfind('/') + 1);
    }
  }

  /// The bridge that the function hangs on is the directory above it in the device tree.
  static std::string parent_of(const FileTree& files, const std::string& directory) {
    const auto path = files.canonical(directory);
    if (!path) {
      return std::string(kNodeId);
    }
    const auto bridge = pci_address_in(std::string_view(*path).substr(0, path->rfind('/')));
    return bridge.empty() ? std::string(kNodeId) : "node/pci:" + bridge;
  }

  void note_missing_aer(Survey& survey) const {
    for (const auto& source : aer_) {
      if (survey.files().exists(source.path)) {
        return;
      }
    }
    if (!aer_.empty()) {
      survey.note(std::string(kDevicesDir) + "/*/aer_dev_*",
                  {ErrorKind::absent, "no PCIe function counts AER errors"},
                  "the firmware keeps AER to itself, the kernel lacks it (4.19, CONFIG_PCIEAER), "
                  "or the hypervisor hides it");
    }
  }

  /// A function has these files from its birth or never (is_visible in the kernel's aer.c), and a
  /// machine has hundreds without: what is not there is looked for on every sixteenth pass.
  Result<std::string_view> aer_text(AerSource& source) {
    constexpr int kSpared = 15;
    if (source.spared > 0) {
      --source.spared;
      return source.absent;
    }
    auto text = aer_files_.text(source.slot);
    if (!text && text.error().kind == ErrorKind::absent) {
      source.spared = kSpared;
      source.absent = text.error();
    }
    return text;
  }

  void read_aer(AerSource& source, Samples& samples) {
    const auto now = host_.clock.now();
    const auto text = aer_text(source);
    auto counts = text ? pcie::parse_aer(*text, source.severity)
                       : Result<std::vector<pcie::AerCount>>(text.error());
    if (counts) {
      source.seen.clear();
      for (const auto& [metric, count] : *counts) {
        samples.push_back({source.device, metric, now, count});
        source.seen.push_back(metric);
      }
      return;
    }
    if (source.seen.empty()) {
      source.seen.push_back(pcie::aer_total(source.severity));
    }
    const auto why = text ? counts.error().during(source.path) : counts.error();
    for (const auto* metric : source.seen) {
      samples.push_back({source.device, metric, now, why});
    }
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
  std::vector<AerSource> aer_;
  KeptFiles aer_files_{host_.files, 0};  ///< Of all of them, since the last discovery.
  Slots slots_;
};

}  // namespace

std::unique_ptr<Probe> make_pcie_probe(const Host& host) {
  return std::make_unique<PcieProbe>(host);
}

}  // namespace rackproof
