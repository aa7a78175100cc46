#include "probes/sinks/compat_render.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/exposition_parts.h"
#include "tests/support/told_series.h"

using namespace rackproof;
using namespace std::chrono_literals;
using testing::ExpositionScene;
using testing::ToldSeries;

namespace {

constexpr DeviceHandle kFunction = 2;

ExpositionScene pci_scene() {
  auto machine = testing::small_machine(0);
  Device function;
  function.id = "node/pci:0000:3b:00.0";
  function.kind = DeviceKind::pci;
  function.parent = "node";
  machine.devices.push_back(function);
  return ExpositionScene({.compat = {CompatSet::node_exporter}}, machine);
}

ToldSeries told(const ExpositionScene& scene) {
  return ToldSeries(scene.exposition->text(ExpositionFormat::openmetrics));
}

}  // namespace

TEST_CASE("compat: a state is one series a word, one of them 1", "[probes][sinks]") {
  auto scene = pci_scene();
  scene.read(kFunction, "pci_power_state", std::int64_t{3});
  const auto text = told(scene);
  CHECK(text.value("node_pcidevice_power_state", {{"state", "D3hot"}, {"bus", "3b"}}) == 1);
  CHECK(text.value("node_pcidevice_power_state", {{"state", "D0"}}) == 0);
  CHECK(text.count("node_pcidevice_power_state") == 7);
}

TEST_CASE("compat: a fact is 1 with its labels, without any reading", "[probes][sinks]") {
  auto scene = pci_scene();
  scene.read(0, "cpu_online_count", std::int64_t{4});
  const auto text = told(scene);
  CHECK(text.value("node_pcidevice_info", {{"parent_bus", "*"}}) == 1);
  CHECK(text.value("node_uname_info", {{"nodename", "rack7-node3"}, {"release", "6.1.0-28"}}) == 1);
}

TEST_CASE("compat: what is stale or has a reason has no series of theirs", "[probes][sinks]") {
  auto scene = pci_scene();
  scene.read(kFunction, "pcie_link_width_lanes", std::int64_t{16});
  CHECK(told(scene).value("node_pcidevice_current_link_width") == 16);
  scene.read(kFunction, "pcie_link_width_lanes", Error{ErrorKind::io, "gone"});
  CHECK(told(scene).count("node_pcidevice_current_link_width") == 0);
  scene.clock.advance(1s);
  scene.read(kFunction, "pcie_link_width_lanes", std::int64_t{16});
  scene.clock.advance(11min);
  CHECK(told(scene).count("node_pcidevice_current_link_width") == 0);
}

TEST_CASE("compat: a rate in bits is told in their bytes, once divided", "[probes][sinks]") {
  auto machine = testing::small_machine(0);
  Device port;
  port.id = "node/net:0000:03:00.0";
  port.kind = DeviceKind::network_interface;
  port.attributes["interface"] = "eth0";
  machine.devices.push_back(port);
  ExpositionScene scene({.compat = {CompatSet::node_exporter}}, machine);
  scene.read(2, "network_speed_bits_per_second", 1e9);
  const auto text = told(scene);
  CHECK(text.value("node_network_speed_bytes", {{"device", "eth0"}}) == 125e6);
  CHECK(text.value("rackproof_network_speed_bytes_per_second") == 125e6);
}
