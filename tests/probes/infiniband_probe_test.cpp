#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::FixtureHost;
using rackproof::testing::ProbeRun;
using rackproof::testing::TempDir;

namespace {

const std::string kCard = "sys/class/infiniband/mlx5_0/";
const std::string kPortDir = kCard + "ports/1/";

void port(const TempDir& root) {
  root.write(kCard + "hca_type", "MT4129\n");
  root.write(kCard + "fw_ver", "28.39.1002\n");
  root.write(kCard + "board_id", "MT_0000000838\n");
  root.write(kCard + "node_guid", "b83f:d203:0045:1a2c\n");
  root.write(kPortDir + "state", "4: ACTIVE\n");
  root.write(kPortDir + "phys_state", "5: LinkUp\n");
  root.write(kPortDir + "rate", "400 Gb/sec (4X NDR)\n");
  root.write(kPortDir + "link_layer", "InfiniBand\n");
  root.write(kPortDir + "counters/port_rcv_data", "1000\n");
  root.write(kPortDir + "counters/symbol_error", "0\n");
}

ProbeRun run(const TempDir& root) {
  const FixtureHost fixture(root.path());
  return ProbeRun(*make_infiniband_probe(fixture.host()));
}

}  // namespace

TEST_CASE("infiniband: a port is named by its card's bus address", "[probes][infiniband]") {
  const TempDir root;
  port(root);
  root.write("sys/devices/pci0000:3a/0000:3b:00.0/vendor", "0x15b3\n");
  root.link(kCard + "device", "../../../devices/pci0000:3a/0000:3b:00.0");

  const auto seen = run(root);

  const auto& device = seen.device("node/infiniband:0000:3b:00.0/port1");
  CHECK(device.parent == "node/pci:0000:3b:00.0");
  CHECK(device.serial == "b83f:d203:0045:1a2c");
  CHECK(device.firmware == "28.39.1002");
  CHECK(device.attributes.at("link_layer") == "InfiniBand");
  CHECK(seen.value(device.id, "infiniband_rate_bits_per_second") == 400e9);
  CHECK(seen.value(device.id, "infiniband_link_width_lanes") == 4);
  CHECK(seen.value(device.id, "infiniband_port_state") == 4);
  CHECK(seen.value(device.id, "infiniband_port_physical_state") == 5);
  CHECK(seen.value(device.id, "infiniband_receive_bytes_total") == 4000);
}

TEST_CASE("infiniband: without a bus address the GUID names it, then the kernel's name",
          "[probes][infiniband]") {
  const TempDir root;
  port(root);
  CHECK(run(root).find_device("node/infiniband:b83f:d203:0045:1a2c/port1") != nullptr);
  root.write(kCard + "node_guid", "\n");
  CHECK(run(root).find_device("node/infiniband:mlx5_0/port1") != nullptr);
}

TEST_CASE("infiniband: EFA counts per port and per device, and its cache tells its age",
          "[probes][infiniband]") {
  const TempDir root;
  const std::string card = "sys/class/infiniband/rdmap0s6/";
  root.write(card + "ports/1/state", "4: ACTIVE\n");
  root.write(card + "ports/1/phys_state", "5: LinkUp\n");
  root.write(card + "ports/1/rate", "100 Gb/sec (4X EDR)\n");
  root.write(card + "ports/1/hw_counters/rx_bytes", "123\n");
  root.write(card + "ports/1/hw_counters/lifespan", "10\n");
  root.write(card + "hw_counters/keep_alive_rcvd", "77\n");

  const auto seen = run(root);

  const auto* id = "node/infiniband:rdmap0s6/port1";
  CHECK(seen.value(id, "infiniband_efa_receive_bytes_total") == 123);
  CHECK(seen.value(id, "infiniband_cache_age_seconds") == 0.01);
  CHECK(seen.value(id, "infiniband_efa_keep_alives_received_total") == 77);
}

TEST_CASE("infiniband: counters of a later driver are named as unread", "[probes][infiniband]") {
  const TempDir root;
  port(root);
  root.write(kPortDir + "hw_counters/brand_new", "1\n");

  const auto seen = run(root);

  const auto* note = seen.unreadable("/sys/class/infiniband/mlx5_0/ports/1/hw_counters");
  REQUIRE(note != nullptr);
  CHECK(note->why.kind == ErrorKind::unsupported);
  CHECK(note->why.message.find("brand_new") != std::string::npos);
}

TEST_CASE("infiniband: a port without state or with no PMA has reasons", "[probes][infiniband]") {
  const TempDir root;
  root.write(kPortDir + "rate", "10 Gb/sec (4X)\n");
  root.write(kPortDir + "counters/symbol_error", "N/A (no PMA)\n");

  const auto seen = run(root);

  const auto* id = "node/infiniband:mlx5_0/port1";
  CHECK(seen.reason(id, "infiniband_port_state").kind == ErrorKind::absent);
  CHECK(seen.reason(id, "infiniband_symbol_errors_total").kind == ErrorKind::unsupported);
}
