#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "probes/pcie/aer_parse.h"
#include "probes/survey.h"
#include "schemas/text.h"
#include "tests/support/captures.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::string text(std::istreambuf_iterator<char>(file), {});
  return std::string(trim(text));
}

/// The capture holds the device tree but only some of the links that a kernel makes in /sys/bus.
void complete_bus_links(const fs::path& sys) {
  const auto bus = sys / "bus/pci/devices";
  for (const auto& entry : fs::recursive_directory_iterator(sys / "devices")) {
    const auto name = entry.path().filename().string();
    if (pci_address_in(name) == name && fs::exists(entry.path() / "vendor") &&
        !fs::exists(fs::symlink_status(bus / name))) {
      fs::create_symlink("../../../" + fs::relative(entry.path(), sys).string(), bus / name);
    }
  }
}

/// How many values were asked for and how many came out equal.
struct Tally {
  std::size_t asked = 0;
  std::size_t reproduced = 0;

  void compare(const ProbeRun& run, const std::string& id, std::string_view metric, double theirs) {
    ++asked;
    const auto* reading = run.find(id, metric);
    CAPTURE(id, metric, theirs);
    if (reading == nullptr || !has_value(*reading)) {
      FAIL_CHECK("no value of ours");
    } else if (as_double(*reading) != theirs) {
      FAIL_CHECK("ours is " << as_double(*reading));
    } else {
      ++reproduced;
    }
  }
};

struct Plain {
  std::string_view file;
  std::string_view metric;
  double factor;
};

constexpr std::array kLinkFiles{
    Plain{"current_link_speed", "pcie_link_speed_transfers_per_second", 1e9},
    Plain{"max_link_speed", "pcie_link_speed_max_transfers_per_second", 1e9},
    Plain{"current_link_width", "pcie_link_width_lanes", 1},
    Plain{"max_link_width", "pcie_link_width_max_lanes", 1},
    Plain{"aer_rootport_total_err_cor", "pcie_aer_rootport_correctable_total", 1},
    Plain{"aer_rootport_total_err_nonfatal", "pcie_aer_rootport_nonfatal_total", 1},
    Plain{"aer_rootport_total_err_fatal", "pcie_aer_rootport_fatal_total", 1},
};

/// The number in front of the text, read the plain way.
double leading_number(const std::string& text) {
  return std::stod(text);
}

void compare_links(const fs::path& directory, const std::string& id, const ProbeRun& run,
                   Tally& tally) {
  for (const auto& link : kLinkFiles) {
    if (fs::exists(directory / link.file)) {
      tally.compare(run, id, link.metric,
                    leading_number(text_of(directory / link.file)) * link.factor);
    }
  }
}

void compare_aer(const fs::path& directory, const std::string& id, const ProbeRun& run,
                 Tally& tally) {
  for (const auto* severity : {"correctable", "nonfatal", "fatal"}) {
    std::ifstream file(directory / (std::string("aer_dev_") + severity));
    std::string name;
    double count = 0;
    while (file >> name >> count) {
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      const auto stem = std::string("pcie_aer_") + severity;
      const bool total = name.starts_with("total_err_");
      tally.compare(run, id, total ? stem + "_total" : stem + "_" + name + "_total", count);
    }
  }
}

/// Their counter names to ours where the two differ by more than a prefix and the word order.
constexpr std::array kPortFiles{
    Plain{"port_rcv_data", "infiniband_receive_bytes_total", 4},
    Plain{"port_xmit_data", "infiniband_transmit_bytes_total", 4},
    Plain{"port_rcv_packets", "infiniband_receive_packets_total", 1},
    Plain{"port_xmit_packets", "infiniband_transmit_packets_total", 1},
    Plain{"unicast_rcv_packets", "infiniband_unicast_receive_packets_total", 1},
    Plain{"unicast_xmit_packets", "infiniband_unicast_transmit_packets_total", 1},
    Plain{"multicast_rcv_packets", "infiniband_multicast_receive_packets_total", 1},
    Plain{"multicast_xmit_packets", "infiniband_multicast_transmit_packets_total", 1},
    Plain{"port_xmit_wait", "infiniband_transmit_wait_ticks_total", 1},
    Plain{"symbol_error", "infiniband_symbol_errors_total", 1},
    Plain{"link_error_recovery", "infiniband_link_error_recovery_total", 1},
    Plain{"link_downed", "infiniband_link_downed_total", 1},
    Plain{"port_rcv_errors", "infiniband_receive_errors_total", 1},
    Plain{"port_rcv_remote_physical_errors", "infiniband_receive_remote_physical_errors_total", 1},
    Plain{"port_rcv_switch_relay_errors", "infiniband_receive_switch_relay_errors_total", 1},
    Plain{"port_xmit_discards", "infiniband_transmit_discards_total", 1},
    Plain{"port_xmit_constraint_errors", "infiniband_transmit_constraint_errors_total", 1},
    Plain{"port_rcv_constraint_errors", "infiniband_receive_constraint_errors_total", 1},
    Plain{"local_link_integrity_errors", "infiniband_local_link_integrity_errors_total", 1},
    Plain{"excessive_buffer_overrun_errors", "infiniband_excessive_buffer_overruns_total", 1},
    Plain{"VL15_dropped", "infiniband_vl15_dropped_total", 1},
    Plain{"local_ack_timeout_err", "infiniband_local_ack_timeouts_total", 1},
    Plain{"duplicate_request", "infiniband_duplicate_requests_total", 1},
    Plain{"out_of_sequence", "infiniband_out_of_sequence_total", 1},
    Plain{"packet_seq_err", "infiniband_packet_sequence_errors_total", 1},
    Plain{"req_cqe_error", "infiniband_requester_completion_errors_total", 1},
    Plain{"resp_cqe_flush_error", "infiniband_responder_flush_errors_total", 1},
    Plain{"roce_adp_retrans", "infiniband_roce_adaptive_retransmissions_total", 1},
    Plain{"roce_adp_retrans_to", "infiniband_roce_adaptive_retransmission_timeouts_total", 1},
    Plain{"roce_slow_restart_cnps", "infiniband_roce_slow_restart_cnps_total", 1},
    Plain{"rx_read_requests", "infiniband_receive_read_requests_total", 1},
    Plain{"rx_write_requests", "infiniband_receive_write_requests_total", 1},
    Plain{"lifespan", "infiniband_cache_age_seconds", 0.001},
};

void compare_port(const fs::path& port, const std::string& id, const ProbeRun& run, Tally& tally) {
  tally.compare(run, id, "infiniband_port_state", leading_number(text_of(port / "state")));
  tally.compare(run, id, "infiniband_port_physical_state",
                leading_number(text_of(port / "phys_state")));
  tally.compare(run, id, "infiniband_rate_bits_per_second",
                leading_number(text_of(port / "rate")) * 1e9);
  for (const auto* directory : {"counters", "hw_counters"}) {
    for (const auto& counter : kPortFiles) {
      const auto path = port / directory / counter.file;
      if (fs::exists(path)) {
        tally.compare(run, id, counter.metric, leading_number(text_of(path)) * counter.factor);
      }
    }
  }
}

/// The procfs capture, unpacked and complete; nothing where it is absent.
bool unpack_procfs(const TempDir& root) {
  const auto archive = capture("procfs/fixtures-tree.tar.gz");
  if (!archive) {
    return false;
  }
  unpack(*archive, root.path());
  complete_bus_links(root.path() / "fixtures/sys");
  return true;
}

}  // namespace

TEST_CASE("procfs: every link and AER value of the captured functions is ours too",
          "[probes][captures]") {
  const TempDir root;
  if (!unpack_procfs(root)) {
    return;
  }
  const FixtureHost fixture(root.path() / "fixtures");
  const ProbeRun run(*make_pcie_probe(fixture.host()));

  Tally tally;
  for (const auto& entry : fs::directory_iterator(root.path() / "fixtures/sys/bus/pci/devices")) {
    const auto id = "node/pci:" + entry.path().filename().string();
    compare_links(entry.path(), id, run, tally);
    compare_aer(entry.path(), id, run, tally);
  }

  std::cout << "procfs PCIe links and AER: " << tally.reproduced << " of " << tally.asked
            << " reproduced\n";
  CHECK(tally.reproduced == tally.asked);
  CHECK(tally.asked >= 200);
}

TEST_CASE("procfs: the AER counts of a network card come from its PCI function",
          "[probes][captures]") {
  const TempDir root;
  if (!unpack_procfs(root)) {
    return;
  }
  const FixtureHost fixture(root.path() / "fixtures");
  const auto card = fixture.files().canonical("/sys/class/net/eth0/device");
  REQUIRE(card);
  const auto id = "node/pci:" + pci_address_in(*card);
  const ProbeRun run(*make_pcie_probe(fixture.host()));

  CHECK(id == "node/pci:0000:00:1f.6");
  CHECK(run.value(id, "pcie_aer_correctable_rxerr_total") == 1);
  CHECK(run.value(id, "pcie_aer_correctable_total") == 9);
  CHECK(run.value(id, "pcie_aer_fatal_unsupreq_total") == 21);
  CHECK(run.value(id, "pcie_aer_nonfatal_poisontlpblocked_total") == 47);
  CHECK(run.value(id, "pcie_aer_nonfatal_total") == 48);  // printed there as TOTAL_ERR_FATAL
  // A count of MSI-X vectors below zero, printed as unsigned by the driver: no number.
  CHECK(run.reason("node/pci:0000:a2:00.0", "pci_sriov_msix_vectors_count").kind ==
        ErrorKind::out_of_range);
}

TEST_CASE("procfs: every AER file of the capture parses whole", "[probes][captures]") {
  const TempDir root;
  if (!unpack_procfs(root)) {
    return;
  }
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root.path() / "fixtures/sys")) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("aer_dev_")) {
      const auto severity = name.ends_with("correctable") ? pcie::AerSeverity::correctable
                            : name.ends_with("nonfatal")  ? pcie::AerSeverity::nonfatal
                                                          : pcie::AerSeverity::fatal;
      const auto text = text_of(entry.path());
      const auto counts = pcie::parse_aer(text, severity);
      CAPTURE(entry.path());
      REQUIRE(counts);
      CHECK(counts->size() == lines(text).size());
      ++files;
    }
  }
  CHECK(files == 18);
}

TEST_CASE("procfs: the ports of mlx4, mlx5 and hfi1 cards are ours too", "[probes][captures]") {
  const TempDir root;
  if (!unpack_procfs(root)) {
    return;
  }
  const FixtureHost fixture(root.path() / "fixtures");
  const ProbeRun run(*make_infiniband_probe(fixture.host()));
  const auto sys = root.path() / "fixtures/sys/class/infiniband";

  Tally tally;
  compare_port(sys / "hfi1_0/ports/1", "node/infiniband:hfi1_0/port1", run, tally);
  compare_port(sys / "mlx4_0/ports/1", "node/infiniband:mlx4_0/port1", run, tally);
  compare_port(sys / "mlx4_0/ports/2", "node/infiniband:mlx4_0/port2", run, tally);
  compare_port(sys / "mlx5_0/ports/1", "node/infiniband:0a7f:bc12:45ef:d23b/port1", run, tally);

  std::cout << "procfs InfiniBand: " << tally.reproduced << " of " << tally.asked
            << " reproduced\n";
  CHECK(tally.reproduced == tally.asked);
  CHECK(tally.asked >= 90);
  CHECK(run.discovery().unreadable.empty());  // no counter of theirs is without a metric
}
