#include "cli/device_words.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"

using namespace rackproof;

TEST_CASE("device words: model, place, firmware and serial of a card named by its bus", "[cli]") {
  auto card = device_of("node/accelerator:0000:3b:00.0", DeviceKind::accelerator);
  card.model = "MI300X";
  card.position = "slot 4";
  card.firmware = "1.2";
  card.serial = "4f2a";
  CHECK(words_about(card, 0) == "MI300X at slot 4, firmware 1.2, serial 4f2a");
}

TEST_CASE("device words: a name is not said twice", "[cli]") {
  auto card = device_of("node/accelerator:4f2a", DeviceKind::accelerator);
  card.serial = "4f2a";
  CHECK(words_about(card, 0).empty());
  auto die = device_of("node/accelerator:4f2a/core:1", DeviceKind::accelerator_core);
  die.position = "core:1";
  CHECK(words_about(die, 0).empty());
  CHECK(name_below(die, "node/accelerator:4f2a") == "core:1");
  CHECK(name_below(die, "node/accelerator:4f2") == "accelerator:4f2a/core:1");
  CHECK(name_below(card, "") == "accelerator:4f2a");
  CHECK(name_below(device_of("node", DeviceKind::node, ""), "node") == "node");
}

TEST_CASE("device words: memory says its size, a node its UltraServer", "[cli]") {
  auto memory = device_of("node/accelerator:4f2a/hbm", DeviceKind::hbm);
  memory.attributes["size_bytes"] = "103079215104";
  CHECK(words_about(memory, 0) == "96 GiB");
  memory.attributes["size_bytes"] = "unknown";
  CHECK(words_about(memory, 0).empty());
  auto node = device_of("node", DeviceKind::node, "");
  node.attributes["neuron_server_id_2"] = "22";
  CHECK(words_about(node, 0) == "UltraServer 22");
  node.attributes["neuron_server_id_4"] = "44";
  CHECK(words_about(node, 0) == "UltraServer 44");
}

TEST_CASE("device words: what a driver does not offer is counted", "[cli]") {
  const auto core = device_of("node/accelerator:4f2a/core:1", DeviceKind::accelerator_core);
  CHECK(words_about(core, 4) == "4 not offered");
}

TEST_CASE("device words: of a Redfish path its last word is left", "[cli]") {
  const auto port = device_of("node/bmc:t1/Systems/S/Processors/GPU_0/Ports/NVLink_3",
                              DeviceKind::accelerator_link);
  CHECK(name_below(port, "node/bmc:t1/Systems/S/Processors/GPU_0") == "Ports/NVLink_3");
  CHECK(name_below(port, "node/bmc:t1/Systems/S") == "NVLink_3");
  CHECK(name_below(port, "node/bmc:t1/Chassis/C") == "NVLink_3");
  const auto chassis = device_of("node/bmc:t1/Chassis/C2", DeviceKind::chassis);
  CHECK(name_below(chassis, "node/bmc:t1") == "Chassis/C2");
  CHECK(name_below(chassis, "node/bmc:t1/Chassis/C") == "C2");
  CHECK(name_below(device_of("node/bmc:t1", DeviceKind::bmc), "node") == "bmc:t1");
}

TEST_CASE("device words: processors, parts of accelerators and what BMCs show are folded",
          "[cli]") {
  const auto noun = [](DeviceKind kind, DeviceKind parent, const char* id = "node/x") {
    return folded_noun(device_of(id, kind), parent);
  };
  CHECK(noun(DeviceKind::cpu, DeviceKind::cpu_package) == "processors");
  CHECK(noun(DeviceKind::accelerator_link, DeviceKind::accelerator) == "links");
  CHECK(noun(DeviceKind::hbm, DeviceKind::hbm) == "stacks");
  CHECK(noun(DeviceKind::power_sensor, DeviceKind::sensor_chip).empty());
  CHECK(noun(DeviceKind::accelerator, DeviceKind::node).empty());
  CHECK(noun(DeviceKind::fan, DeviceKind::chassis, "node/bmc:t1/F") == "fans");
  CHECK(noun(DeviceKind::fan, DeviceKind::sensor_chip).empty());
  CHECK(noun(DeviceKind::chassis, DeviceKind::bmc, "node/bmc:t1/C").empty());
}
