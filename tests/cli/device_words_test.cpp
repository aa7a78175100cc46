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

TEST_CASE("device words: only processors and parts of accelerators are folded", "[cli]") {
  CHECK(folded_noun(DeviceKind::cpu, DeviceKind::cpu_package) == "processors");
  CHECK(folded_noun(DeviceKind::accelerator_link, DeviceKind::accelerator) == "links");
  CHECK(folded_noun(DeviceKind::hbm, DeviceKind::hbm) == "stacks");
  CHECK(folded_noun(DeviceKind::power_sensor, DeviceKind::sensor_chip).empty());
  CHECK(folded_noun(DeviceKind::accelerator, DeviceKind::node).empty());
}
