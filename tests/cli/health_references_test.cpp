#include "cli/health_references.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Device device_of(std::string id, DeviceKind kind) {
  Device device;
  device.id = std::move(id);
  device.kind = kind;
  return device;
}

/// A node with so many Trainium2; `told`: its own probes describe it, with PCI ids.
criteria::HealthNode trainium(int count, bool told) {
  criteria::HealthNode node;
  node.id = "node";
  auto host = device_of("node", DeviceKind::node);
  if (told) {
    host.attributes = {{"architecture", "x86_64"}};
  }
  node.inventory.devices.push_back(host);
  node.inventory.devices.push_back(device_of("node/cpu:0", DeviceKind::cpu));
  for (int i = 0; i < count; ++i) {
    auto card = device_of("node/card:" + std::to_string(i), DeviceKind::accelerator);
    card.model = "Trainium2";
    if (told) {
      card.attributes = {{"vendor_id", "0x1d0f"}, {"device_id", "0x7364"}};
    }
    node.inventory.devices.push_back(card);
  }
  return node;
}

std::vector<std::string> chosen_for(const criteria::HealthNode& node) {
  const auto references = HealthReferences::built_in();
  REQUIRE(references);
  std::vector<std::string> ids;
  for (const auto* reference : references->for_node(node)) {
    ids.push_back(reference->architecture->id);
  }
  return ids;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("health references: a node is held to its accelerators' and to the host's", "[cli]") {
  CHECK(chosen_for(trainium(16, true)) == Ids{"trn2-48xl", "host-x86_64"});
  CHECK(chosen_for(trainium(0, true)) == Ids{"host-x86_64"});
}

TEST_CASE("health references: where nobody looks at the host it is asked nothing", "[cli]") {
  auto node = trainium(16, true);
  std::erase_if(node.inventory.devices,
                [](const Device& device) { return device.kind == DeviceKind::cpu; });
  CHECK(chosen_for(node) == Ids{"trn2-48xl"});
}

TEST_CASE("health references: over an engine, which keeps no PCI ids, the model tells", "[cli]") {
  CHECK(chosen_for(trainium(16, false)) == Ids{"trn2-48xl", "host-x86_64"});
}

TEST_CASE("health references: a node that lost one of its accelerators is still of its kind",
          "[cli]") {
  CHECK(chosen_for(trainium(15, true)) == Ids{"trn2-48xl", "host-x86_64"});
}

TEST_CASE("health references: a small machine of the same chips is not a large one that lost them",
          "[cli]") {
  CHECK(chosen_for(trainium(1, true)) == Ids{"host-x86_64"});
  CHECK(chosen_for(trainium(8, false)) == Ids{"host-x86_64"});
}

TEST_CASE("health references: another architecture has no built-in one", "[cli]") {
  auto node = trainium(0, true);
  node.inventory.devices[0].attributes["architecture"] = "aarch64";
  CHECK(chosen_for(node).empty());
}

TEST_CASE("health references: one that is named is for every node, one that is not there for none",
          "[cli]") {
  const auto named = HealthReferences::named("hgx-h200");
  REQUIRE(named);
  const auto chosen = named->for_node(trainium(0, true));
  REQUIRE(chosen.size() == 1);
  CHECK(chosen[0]->architecture->id == "hgx-h200");
  CHECK(HealthReferences::named("hgx-h20").error().kind == ErrorKind::absent);
}
