#include <array>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/network/network_parse.h"
#include "probes/reading_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/net";
constexpr std::string_view kLoopback = "772";  // ARPHRD_LOOPBACK (linux/if_arp.h)

struct Row {
  std::string_view file;  ///< Below the interface's directory.
  const Metric* metric;
  ReadingParser parse;
};

// clang-format off
constexpr std::array kRows{
    Row{"operstate", metrics::named("network_operational_state"), network::parse_operational_state},
    Row{"speed", metrics::named("network_speed_bits_per_second"), network::parse_speed},
    Row{"mtu", metrics::named("network_mtu_bytes"), parse_count},
    Row{"carrier_changes", metrics::named("network_carrier_changes_total"), parse_count},
    Row{"carrier_up_count", metrics::named("network_carrier_up_total"), parse_count},
    Row{"carrier_down_count", metrics::named("network_carrier_down_total"), parse_count},
    Row{"statistics/rx_bytes", metrics::named("network_receive_bytes_total"), parse_count},
    Row{"statistics/tx_bytes", metrics::named("network_transmit_bytes_total"), parse_count},
    Row{"statistics/rx_packets", metrics::named("network_receive_packets_total"), parse_count},
    Row{"statistics/tx_packets", metrics::named("network_transmit_packets_total"), parse_count},
    Row{"statistics/multicast", metrics::named("network_receive_multicast_total"), parse_count},
    Row{"statistics/rx_errors", metrics::named("network_receive_errors_total"), parse_count},
    Row{"statistics/tx_errors", metrics::named("network_transmit_errors_total"), parse_count},
    Row{"statistics/rx_dropped", metrics::named("network_receive_dropped_total"), parse_count},
    Row{"statistics/tx_dropped", metrics::named("network_transmit_dropped_total"), parse_count},
    Row{"statistics/rx_length_errors", metrics::named("network_receive_length_errors_total"), parse_count},
    Row{"statistics/rx_over_errors", metrics::named("network_receive_overruns_total"), parse_count},
    Row{"statistics/rx_crc_errors", metrics::named("network_receive_crc_errors_total"), parse_count},
    Row{"statistics/rx_frame_errors", metrics::named("network_receive_frame_errors_total"), parse_count},
    Row{"statistics/rx_fifo_errors", metrics::named("network_receive_fifo_errors_total"), parse_count},
    Row{"statistics/rx_missed_errors", metrics::named("network_receive_missed_total"), parse_count},
    Row{"statistics/rx_nohandler", metrics::named("network_receive_no_handler_total"), parse_count},
    Row{"statistics/tx_aborted_errors", metrics::named("network_transmit_aborted_total"), parse_count},
    Row{"statistics/tx_carrier_errors", metrics::named("network_transmit_carrier_errors_total"), parse_count},
    Row{"statistics/tx_fifo_errors", metrics::named("network_transmit_fifo_errors_total"), parse_count},
    Row{"statistics/tx_heartbeat_errors", metrics::named("network_transmit_heartbeat_errors_total"), parse_count},
    Row{"statistics/tx_window_errors", metrics::named("network_transmit_window_errors_total"), parse_count},
    Row{"statistics/collisions", metrics::named("network_collisions_total"), parse_count},
};
// clang-format on

class NetworkProbe final : public Probe {
 public:
  explicit NetworkProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "network"; }

  Result<Discovery> discover() override {
    const auto entries = host_.files.list(kClassDir);
    if (!entries) {
      return entries.error().during("network");
    }
    Survey survey(host_, name());
    for (const auto& entry : *entries) {
      const auto directory = std::string(kClassDir) + "/" + entry;
      if (host_.files.is_directory(directory)) {
        add_interface(survey, entry, directory);
      }
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  /// Software interfaces (loopback, bridges, the kernel's own) carry no hardware and are left out.
  void add_interface(Survey& survey, const std::string& entry, const std::string& directory) {
    const auto real = host_.files.canonical(directory);
    const auto path = real ? *real : directory;
    if (path.starts_with("/sys/devices/virtual/") ||
        survey.text(directory + "/type") == kLoopback) {
      return;
    }
    const auto handle = survey.add(describe(survey, entry, directory, path));
    for (const auto& row : kRows) {
      survey.watch_if_present(handle, row.metric, directory + "/" + std::string(row.file),
                              row.parse);
    }
  }

  Device describe(Survey& survey, const std::string& entry, const std::string& directory,
                  const std::string& path) const {
    Device device;
    device.kind = DeviceKind::network_interface;
    device.attributes["interface"] = entry;
    const auto mac = survey.text(directory + "/address");
    const bool permanent = survey.text(directory + "/addr_assign_type") == "0";  // NET_ADDR_PERM
    const auto place = network::place_of(path);
    const auto port = survey.text(directory + "/dev_port");
    const auto pci = pci_address_in(path);
    device.parent = pci.empty() ? std::string(kNodeId) : "node/pci:" + pci;
    // Most drivers refuse it (EOPNOTSUPP): a name that nobody printed is no news.
    if (auto position = host_.files.read_text(directory + "/phys_port_name")) {
      device.position = std::move(position).value();
    }
    device.id = "node/net:" + name_of(place, port, permanent ? mac : "", entry);
    if (!mac.empty()) {
      device.attributes["mac"] = mac;
      device.attributes["mac_is_permanent"] = permanent ? "true" : "false";
    }
    if (const auto driver = host_.files.link_target(directory + "/device/driver")) {
      device.attributes["driver"] = driver->substr(driver->rfind('/') + 1);
    }
    return device;
  }

  /// The place, and which of its ports; else the burnt-in address; the kernel's name only where
  /// nothing else is known.
  static std::string name_of(const std::string& place, const std::string& port,
                             const std::string& mac, const std::string& entry) {
    if (!place.empty()) {
      return port.empty() || port == "0" ? place : place + "/port:" + port;
    }
    return mac.empty() ? entry : mac;
  }

  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_network_probe(const Host& host) {
  return std::make_unique<NetworkProbe>(host);
}

}  // namespace rackproof
