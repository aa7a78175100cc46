#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/infiniband/infiniband_counters.h"
#include "probes/infiniband/infiniband_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/infiniband";
constexpr auto kState = metrics::named("infiniband_port_state");
constexpr auto kPhysicalState = metrics::named("infiniband_port_physical_state");
constexpr auto kRate = metrics::named("infiniband_rate_bits_per_second");
constexpr auto kLanes = metrics::named("infiniband_link_width_lanes");

/// Ports of InfiniBand, RoCE, Omni-Path and EFA adapters.
class InfinibandProbe final : public Probe {
 public:
  explicit InfinibandProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "infiniband"; }

  Result<Discovery> discover() override {
    const auto adapters = host_.files.list(kClassDir);
    if (!adapters) {
      return adapters.error().during("infiniband");
    }
    Survey survey(host_, name());
    for (const auto& adapter : *adapters) {
      add_adapter(survey, std::string(kClassDir) + "/" + adapter, adapter);
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  /// What all ports of an adapter share. Its kernel name (mlx5_0) may move from boot to boot: the
  /// bus address names it, else its GUID, and the kernel name only where it has neither.
  static Device adapter_of(Survey& survey, const std::string& directory,
                           const std::string& adapter) {
    Device device;
    device.kind = DeviceKind::infiniband_port;
    device.model = survey.text(directory + "/hca_type");
    device.serial = survey.text(directory + "/node_guid");
    device.firmware = survey.text(directory + "/fw_ver");
    device.attributes["sysfs_name"] = adapter;
    device.attributes["board_id"] = survey.text(directory + "/board_id");
    const auto path = survey.files().canonical(directory + "/device");
    const auto pci = path ? pci_address_in(*path) : std::string();
    device.parent = pci.empty() ? std::string(kNodeId) : "node/pci:" + pci;
    const auto& name = !pci.empty() ? pci : !device.serial.empty() ? device.serial : adapter;
    device.id = "node/infiniband:" + name;
    return device;
  }

  static void add_adapter(Survey& survey, const std::string& directory,
                          const std::string& adapter) {
    const auto ports = survey.files().list(directory + "/ports");
    if (!ports) {
      survey.note(directory + "/ports", ports.error(), remedy_for(ports.error().kind));
      return;
    }
    const auto shared = adapter_of(survey, directory, adapter);
    std::optional<DeviceHandle> first;
    for (const auto& port : *ports) {
      const auto handle = add_port(survey, shared, path_to(directory + "/ports", port), port);
      first = first.value_or(handle);
    }
    if (first) {  // EFA counts its admin queue per device; it has one port
      watch_counters(survey, *first, directory + "/hw_counters", infiniband::hardware_counters());
    }
  }

  static DeviceHandle add_port(Survey& survey, const Device& adapter, const std::string& directory,
                               const std::string& port) {
    auto device = adapter;
    device.id += "/port" + port;
    device.position = "port " + port;
    device.attributes["link_layer"] = survey.text(directory + "/link_layer");
    const auto handle = survey.add(std::move(device));
    survey.watch(handle, kState, directory + "/state", infiniband::parse_state);
    survey.watch(handle, kPhysicalState, directory + "/phys_state", infiniband::parse_state);
    survey.watch(handle, kRate, directory + "/rate", infiniband::parse_rate);
    survey.watch(handle, kLanes, directory + "/rate", infiniband::parse_lanes);
    watch_counters(survey, handle, directory + "/counters", infiniband::port_counters());
    watch_counters(survey, handle, directory + "/counters_ext", infiniband::extended_counters());
    watch_counters(survey, handle, directory + "/hw_counters", infiniband::hardware_counters());
    return handle;
  }

  static void watch_counters(Survey& survey, DeviceHandle port, const std::string& directory,
                             std::span<const infiniband::CounterRow> rows) {
    const auto files = survey.files().list(directory);
    if (!files) {
      if (files.error().kind != ErrorKind::absent) {
        survey.note(directory, files.error(), remedy_for(files.error().kind));
      }
      return;
    }
    std::string unknown;
    for (const auto& file : *files) {
      const auto row = std::ranges::find(rows, file, &infiniband::CounterRow::file);
      if (row != rows.end()) {
        survey.watch(port, row->metric, path_to(directory, file), row->parse);
      } else {
        unknown += unknown.empty() ? "" : ", ";
        unknown += file;
      }
    }
    if (!unknown.empty()) {
      survey.note(directory, {ErrorKind::unsupported, "this release has no metric for " + unknown},
                  "");
    }
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_infiniband_probe(const Host& host) {
  return std::make_unique<InfinibandProbe>(host);
}

}  // namespace rackproof
