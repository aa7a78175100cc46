#include "cli/device_tree.h"

#include <string>

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

OneReading small_machine() {
  OneReading reading;
  auto& machine = reading.inventory;
  machine.hostname = "rack7";
  machine.devices = {the_node(), device_of("node/package:0", DeviceKind::cpu_package)};
  for (int i = 0; i < 12; ++i) {
    machine.devices.push_back(
        device_of("node/cpu:" + std::to_string(i), DeviceKind::cpu, "node/package:0"));
  }
  auto disk = device_of("node/disk:S5XYZ", DeviceKind::disk, "node/pci:0000:02:00.0");
  disk.model = "Drive\x1b[2J";
  disk.firmware = "1B2Q";
  machine.devices.push_back(disk);
  machine.devices.push_back(device_of("node/probe:cpu", DeviceKind::probe));
  return reading;
}

Sample sample_of(const char* metric, Reading reading, DeviceHandle device) {
  return {device, metrics::find(metric), UtcTime{}, std::move(reading)};
}

}  // namespace

TEST_CASE("device tree: processors alike stand on one line, probes are no part", "[cli]") {
  const auto text = device_tree(small_machine());
  CHECK(text.find("cpu:0 to cpu:11") != std::string::npos);
  CHECK(text.find("12 processors") != std::string::npos);
  CHECK(text.find("probe:cpu") == std::string::npos);
  CHECK(text.find("firmware 1B2Q") != std::string::npos);
}

TEST_CASE("device tree: strings that hardware made cannot drive a terminal", "[cli]") {
  CHECK(device_tree(small_machine()).find('\x1b') == std::string::npos);
}

TEST_CASE("device tree: what is gone or unread is said beside it", "[cli]") {
  auto reading = small_machine();
  reading.samples = {
      sample_of("device_present", std::int64_t{0}, 5),
      sample_of("device_present", std::int64_t{1}, 14),
      sample_of("disk_capacity_bytes", Error{ErrorKind::io, "x"}, 14),
  };
  const auto text = device_tree(reading);
  CHECK(text.find("cpu:3") != std::string::npos);  // no longer like the others
  CHECK(text.find("! GONE") != std::string::npos);
  CHECK(text.find("! 1 of 2 readings missing") != std::string::npos);
}

TEST_CASE("device tree: no line is over 80 columns, parents in a circle end", "[cli]") {
  auto reading = small_machine();
  auto& devices = reading.inventory.devices;
  devices.push_back(device_of("node/" + std::string(200, 'x'), DeviceKind::sensor));
  devices.push_back(device_of("node/a", DeviceKind::sensor, "node/b"));
  devices.push_back(device_of("node/b", DeviceKind::sensor, "node/a"));
  devices.push_back(device_of("node/c", DeviceKind::sensor, "node/c"));
  const auto text = device_tree(reading);
  for (const auto each : lines(text)) {
    CHECK(columns_of(each) <= kColumns);
  }
}

namespace {

/// A node with one accelerator of four cores, memory and three links, all well.
OneReading one_accelerator() {
  OneReading reading;
  const std::string card = "node/accelerator:0000:3b:00.0";
  auto slot = device_of("node/pci:0000:3b:00.0", DeviceKind::pci);
  slot.position = "slot 4";
  auto accelerator = device_of(card, DeviceKind::accelerator, slot.id);
  accelerator.model = "Trainium2";
  accelerator.firmware = "7.1";
  reading.inventory.devices = {the_node(), device_of("node/a", DeviceKind::sensor), slot,
                               accelerator, device_of(card + "/hbm", DeviceKind::hbm, card)};
  for (int i = 0; i < 4; ++i) {
    reading.inventory.devices.push_back(
        device_of(card + "/core:" + std::to_string(i), DeviceKind::accelerator_core, card));
  }
  for (const auto* peer : {"0123456789abcdef", "0123456789abcdf0", "0123456789abcdf1"}) {
    auto link = device_of(card + "/link:" + peer, DeviceKind::accelerator_link, card);
    link.model = "NeuronLink";
    link.attributes["peer"] = std::string("node/accelerator:") + peer;
    reading.inventory.devices.push_back(link);
  }
  return reading;
}

constexpr DeviceHandle kThirdCore = 7;

/// One line of the tree, without its newline.
std::string line(std::string_view name, std::string_view what) {
  auto text = tree_line(name, what, "");
  text.pop_back();
  return text;
}

MissingDevice missing(const char* id, DeviceKind kind, const char* parent) {
  return {device_of(id, kind, parent), "inventory of yesterday"};
}

}  // namespace

TEST_CASE("device tree: an accelerator comes first, with place and firmware, not below its bus",
          "[cli]") {
  const auto text = device_tree(one_accelerator());
  const auto all = lines(text);
  REQUIRE(all.size() == 7);
  CHECK(all[0] == "node");
  CHECK(all[1] == line("├─ accelerator:0000:3b:00.0", "Trainium2 at slot 4, firmware 7.1"));
  CHECK(all[2] == line("│  ├─ core:0 to core:3", "4 cores"));
  CHECK(all[3] == "│  ├─ hbm");
  CHECK(all[4] == line("│  └─ 3 links", "NeuronLink"));
  CHECK(all[5] == "├─ a");
  CHECK(all[6] == line("└─ pci:0000:3b:00.0", "at slot 4"));
}

TEST_CASE("device tree: a sick core stands out from those that are well", "[cli]") {
  auto reading = one_accelerator();
  reading.samples = {sample_of("neuron_status_hw_nc_ue_error_total", std::int64_t{2}, kThirdCore)};
  const auto text = device_tree(reading);
  CHECK(text.find(line("│  ├─ core:0 to core:1", "2 cores") + "\n") != std::string::npos);
  CHECK(text.find("│  ├─ core:2  ! 2 hw_nc_ue_error executions\n") != std::string::npos);
  CHECK(text.find("│  ├─ core:3\n") != std::string::npos);
}

TEST_CASE("device tree: what a driver does not offer is said and is not wrong", "[cli]") {
  auto reading = one_accelerator();
  reading.samples = {
      sample_of("neuron_flop_total", Error{ErrorKind::unsupported, "0"}, kThirdCore)};
  const auto text = device_tree(reading);
  CHECK(text.find('!') == std::string::npos);
  CHECK(text.find("4 cores\n") != std::string::npos);
}

TEST_CASE("device tree: what must be here and is not is drawn in its place as MISSING", "[cli]") {
  auto reading = one_accelerator();
  auto& machine = reading.inventory;
  machine.presence = {"inventory of yesterday", 20, 12, 12};
  machine.missing = {
      missing("node/accelerator:0000:3b:00.0/core:4", DeviceKind::accelerator_core,
              "node/accelerator:0000:3b:00.0"),
      missing("node/accelerator:0000:5e:00.0", DeviceKind::accelerator, "node/pci:0000:5e:00.0"),
      missing("node/accelerator:0000:5e:00.0/hbm", DeviceKind::hbm,
              "node/accelerator:0000:5e:00.0"),
      missing("node/accelerator:0000:5e:00.0/hbm/stack:0", DeviceKind::hbm,
              "node/accelerator:0000:5e:00.0/hbm"),
      missing("node/pci:0000:5e:00.0", DeviceKind::pci, "node"),
  };
  const auto text = device_tree(reading);
  CHECK(text.find("├─ core:4  ! MISSING\n") != std::string::npos);
  CHECK(text.find("├─ accelerator:0000:5e:00.0  ! MISSING with 2 parts\n") != std::string::npos);
  CHECK(text.find("└─ pci:0000:5e:00.0  ! MISSING\n") != std::string::npos);
  CHECK(text.find("stack:0") == std::string::npos);
  CHECK(text.find("expected 20, present 12, readable 12 devices, by inventory of yesterday\n") !=
        std::string::npos);
}

TEST_CASE("device tree: a link to an accelerator that is missing is told with it", "[cli]") {
  auto reading = one_accelerator();
  auto link = missing("node/accelerator:0000:3b:00.0/link:X", DeviceKind::accelerator_link,
                      "node/accelerator:0000:3b:00.0");
  link.device.attributes["peer"] = "node/accelerator:X";
  reading.inventory.missing = {missing("node/accelerator:X", DeviceKind::accelerator, "node"),
                               link};
  const auto text = device_tree(reading);
  CHECK(text.find("accelerator:X  ! MISSING\n") != std::string::npos);
  CHECK(text.find("link:X") == std::string::npos);
}

TEST_CASE("device tree: a node stands below the rack that it sits in", "[cli]") {
  auto reading = one_accelerator();
  reading.inventory.devices[0].parent = "rack:7";
  reading.inventory.devices.push_back(device_of("rack:7", DeviceKind::sensor, ""));
  const auto text = device_tree(reading);
  CHECK(text.starts_with("rack:7\n└─ node\n   ├─ accelerator:0000:3b:00.0"));
}

TEST_CASE("device tree: a node and a rack that sit in one another come to an end", "[cli]") {
  auto reading = one_accelerator();
  reading.inventory.devices[0].parent = "rack:7";
  reading.inventory.devices.push_back(device_of("rack:7", DeviceKind::sensor, "node"));
  const auto text = device_tree(reading);
  CHECK(text.find("accelerator:0000:3b:00.0") != std::string::npos);
  for (const auto each : lines(text)) {
    CHECK(columns_of(each) <= kColumns);
  }
}

TEST_CASE("device tree: what a BMC shows of an accelerator is drawn as that accelerator", "[cli]") {
  auto reading = one_accelerator();
  auto view = device_of("node/bmc/accelerator:OAM_0", DeviceKind::accelerator);
  view.attributes["in_band_view"] = "node/accelerator:0000:3b:00.0";
  reading.inventory.devices.push_back(view);
  reading.inventory.devices.push_back(
      device_of(view.id + "/temperature", DeviceKind::temperature_sensor, view.id));
  reading.samples = {sample_of("device_present", std::int64_t{0}, 12)};
  const auto text = device_tree(reading);
  CHECK(text.find("accelerator:OAM_0\n") == std::string::npos);
  CHECK(text.find(line("├─ accelerator:0000:3b:00.0", "Trainium2")) != std::string::npos);
  CHECK(text.find("! BMC: GONE\n") != std::string::npos);
  CHECK(text.find("│  └─ bmc/accelerator:OAM_0/temperature\n") != std::string::npos);
}

TEST_CASE("device tree: sensors of a BMC are one line a kind, and one that is ill stands alone",
          "[cli][redfish]") {
  OneReading reading;
  auto& devices = reading.inventory.devices;
  devices = {the_node(), device_of("node/bmc:t1", DeviceKind::bmc)};
  for (int i = 0; i < 6; ++i) {
    const auto number = std::to_string(i);
    devices.push_back(
        device_of("node/bmc:t1/Chassis/1/Sensors/Fan" + number, DeviceKind::fan, "node/bmc:t1"));
    devices.push_back(device_of("node/bmc:t1/Chassis/1/Sensors/Heat" + number,
                                DeviceKind::temperature_sensor, "node/bmc:t1"));
  }
  reading.samples = {sample_of("device_health", std::int64_t{2}, 2 + 2 * 3)};
  const auto text = device_tree(reading);
  CHECK(text.find("Fan0 to Fan2") != std::string::npos);
  CHECK(text.find("Fan3  ! health critical\n") != std::string::npos);
  CHECK(text.find("Fan4 to Fan5") != std::string::npos);
  CHECK(text.find("Heat0 to Heat5") != std::string::npos);
  CHECK(text.find("6 temperature sensors") != std::string::npos);
}

TEST_CASE("device tree: ports of a BMC that are ill alike are one line that names them",
          "[cli][redfish]") {
  OneReading reading;
  auto& devices = reading.inventory.devices;
  const std::string card = "node/bmc:t1/Systems/System_of_the_first_tray/Processors/GPU_0";
  devices = {the_node(), device_of(card, DeviceKind::accelerator)};
  for (int i = 0; i < 3; ++i) {
    devices.push_back(device_of(card + "/Ports/A_long_name_of_a_port_" + std::to_string(i),
                                DeviceKind::accelerator_link, card));
    reading.samples.push_back(
        sample_of("device_health", std::int64_t{1}, static_cast<DeviceHandle>(2 + i)));
  }
  const auto text = device_tree(reading);
  CHECK(text.find("3 links") != std::string::npos);
  CHECK(text.find("Ports/A_long_name_of_a_port_0 to Ports/A_long_name_of_a_port_2: each") !=
        std::string::npos);
  CHECK(text.find("health warning") != std::string::npos);
  for (const auto each : split(text, '\n')) {
    CHECK(columns_of(each) <= kColumns);
  }
}
