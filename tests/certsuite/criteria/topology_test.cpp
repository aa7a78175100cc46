#include "certsuite/criteria/topology.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

std::string id_of(int place) {
  return "node/accelerator:s" + std::to_string(100 + place);
}

/// Accelerators with numbered places and the links that they list.
struct Node {
  explicit Node(int count) {
    for (int place = 0; place < count; ++place) {
      Device device;
      device.id = id_of(place);
      device.kind = DeviceKind::accelerator;
      device.parent = "node";
      device.attributes["name"] = "neuron" + std::to_string(place);
      inventory.devices.push_back(device);
    }
  }

  void link(int from, int to, const std::string& listed_by_peer = "yes") {
    Device device;
    device.id = id_of(from) + "/link:" + std::to_string(to);
    device.kind = DeviceKind::accelerator_link;
    device.parent = id_of(from);
    device.attributes = {{"peer", id_of(to)},
                         {"peer_name", "neuron" + std::to_string(to)},
                         {"listed_by_peer", listed_by_peer}};
    inventory.devices.push_back(device);
  }
  void unlink(int from, int to) {
    std::erase_if(inventory.devices, [&](const Device& device) {
      return device.id == id_of(from) + "/link:" + std::to_string(to);
    });
  }
  void lose(int place) {
    std::erase_if(inventory.devices,
                  [place](const Device& device) { return device.id.starts_with(id_of(place)); });
  }

  [[nodiscard]] std::vector<Verdict> judged() const { return judge_topology(reference, inventory); }
  /// Devices whose verdict is that.
  [[nodiscard]] std::vector<std::string> with(Outcome outcome) const {
    std::vector<std::string> devices;
    for (const auto& verdict : judged()) {
      if (verdict.outcome == outcome) {
        devices.push_back(verdict.device);
      }
    }
    return devices;
  }

  Architecture reference;
  Inventory inventory;
};

using Names = std::vector<std::string>;

/// A 4 x 4 torus of which device 0 is linked to 12, 3, 4 and 1, as neuron-ls shows it.
Node torus() {
  Node node(16);
  node.reference.topology_kind = "torus";
  node.reference.topology_shape = {4, 4};
  node.reference.topology_places = "name";
  for (int place = 0; place < 16; ++place) {
    const int row = place / 4;
    const int column = place % 4;
    for (const int peer : {(row + 3) % 4 * 4 + column, (row + 1) % 4 * 4 + column,
                           row * 4 + (column + 3) % 4, row * 4 + (column + 1) % 4}) {
      node.link(place, peer);
    }
  }
  return node;
}

Node ring(int count) {
  Node node(count);
  node.reference.topology_kind = "ring";
  node.reference.topology_shape = {count};
  for (int place = 0; place < count; ++place) {
    node.link(place, (place + 1) % count);
    node.link(place, (place + count - 1) % count);
  }
  return node;
}

TEST_CASE("topology: a torus as it should be passes at each of its sixteen devices",
          "[certsuite][criteria]") {
  const auto node = torus();
  CHECK(node.with(Outcome::pass).size() == 16);
  const auto verdicts = node.judged();
  REQUIRE(verdicts.size() == 16);
  CHECK(verdicts[0].observed == 4);
  CHECK(verdicts[0].at_least == 4);
  CHECK(verdicts[0].required);
  CHECK(verdicts[0].reason == "place 0 is linked to 1, 3, 4, 12 (torus 4 x 4)");
}

TEST_CASE("topology: an edge that leads to the wrong device fails where it starts, and only there",
          "[certsuite][criteria]") {
  auto node = torus();
  node.unlink(5, 6);
  node.link(5, 7, "no");
  CHECK(node.with(Outcome::fail) == Names{id_of(5)});
  CHECK(node.with(Outcome::pass).size() == 15);
  CHECK(node.judged()[5].observed == 3);
  CHECK(node.judged()[5].reason ==
        "place 5 is linked to 1, 4, 7, 9; not linked to 6; not its neighbour: 7 (torus 4 x 4)");
}

TEST_CASE("topology: a cable that was swapped fails at all ends that list it",
          "[certsuite][criteria]") {
  auto node = torus();
  node.unlink(0, 1);
  node.link(0, 2);
  node.unlink(1, 0);
  node.unlink(2, 1);
  node.link(2, 0);
  node.unlink(1, 2);
  CHECK(node.with(Outcome::fail) == Names{id_of(0), id_of(1), id_of(2)});
}

TEST_CASE("topology: a device that is missing fails on its empty place and not on its neighbours",
          "[certsuite][criteria]") {
  auto node = torus();
  node.lose(7);
  CHECK(node.with(Outcome::fail) == Names{"accelerator[15]"});
  CHECK(node.with(Outcome::pass).size() == 15);
  CHECK_THAT(node.judged().back().reason, Catch::EndsWith("; nothing is at 7"));
}

TEST_CASE("topology: a device without links is INCONCLUSIVE, gone or not shown nobody knows",
          "[certsuite][criteria]") {
  auto node = torus();
  for (const int peer : {1, 3, 4, 12}) {
    node.unlink(0, peer);
  }
  CHECK(node.with(Outcome::inconclusive) == Names{id_of(0)});
  CHECK(node.with(Outcome::fail).empty());
}

TEST_CASE("topology: a place that nobody knows or that is outside the shape does not pass",
          "[certsuite][criteria]") {
  auto node = torus();
  node.inventory.devices[3].attributes["name"] = "neuron";
  CHECK(node.with(Outcome::inconclusive) == Names{id_of(3)});
  node.inventory.devices[3].attributes["name"] = "neuron16";
  CHECK(node.judged()[3].outcome == Outcome::fail);
  CHECK(node.judged()[3].reason == "it has place 16, a torus 4 x 4 has 0 to 15");
}

TEST_CASE("topology: a side of two has one neighbour that way, a side of one has none",
          "[certsuite][criteria]") {
  Node node(2);
  node.reference.topology_kind = "torus";
  node.reference.topology_shape = {1, 2};
  node.reference.topology_places = "name";
  node.link(0, 1);
  node.link(1, 0);
  CHECK(node.with(Outcome::pass).size() == 2);
}

TEST_CASE("topology: a ring without places is judged by its number of links, and both ends",
          "[certsuite][criteria]") {
  auto node = ring(12);
  CHECK(node.with(Outcome::pass).size() == 12);
  node.unlink(3, 4);
  CHECK(node.with(Outcome::fail) == Names{id_of(3)});
  node = ring(12);
  node.unlink(3, 4);
  node.link(3, 7, "no");
  CHECK(node.with(Outcome::fail) == Names{id_of(3)});
  CHECK_THAT(node.judged()[3].reason, Catch::Contains(id_of(7) + " does not list this one"));
}

TEST_CASE("topology: in a ring a missing device is no fault of those beside it",
          "[certsuite][criteria]") {
  auto node = ring(12);
  node.lose(4);
  for (auto& device : node.inventory.devices) {
    if (device.attributes.contains("peer") && device.attributes["peer"] == id_of(4)) {
      device.attributes["listed_by_peer"] = "no";
    }
  }
  CHECK(node.with(Outcome::fail) == Names{"accelerator[11]"});
}

TEST_CASE("topology: a mesh whose links name no far end is judged by how many there are",
          "[certsuite][criteria]") {
  Node node(3);
  node.reference.topology_kind = "mesh";
  node.reference.topology_shape = {3};
  for (int place = 0; place < 3; ++place) {
    node.link(place, (place + 1) % 3);
    node.link(place, (place + 2) % 3);
  }
  for (auto& device : node.inventory.devices) {
    device.attributes.erase("peer");
  }
  CHECK(node.with(Outcome::pass).size() == 3);
  node.unlink(2, 0);
  CHECK(node.with(Outcome::fail) == Names{id_of(2)});
}

TEST_CASE("topology: in a mesh with places everybody is everybody's neighbour",
          "[certsuite][criteria]") {
  Node node(4);
  node.reference.topology_kind = "mesh";
  node.reference.topology_shape = {4};
  node.reference.topology_places = "name";
  for (int place = 0; place < 4; ++place) {
    for (const int step : {1, 2, 3}) {
      node.link(place, (place + step) % 4);
    }
  }
  CHECK(node.with(Outcome::pass).size() == 4);
  node.unlink(1, 3);
  CHECK(node.with(Outcome::fail) == Names{id_of(1)});
}

TEST_CASE("topology: a switched one is NOT JUDGED, a shape that is none is not passed",
          "[certsuite][criteria]") {
  auto node = torus();
  node.reference.topology_kind = "switched";
  REQUIRE(node.judged().size() == 1);
  CHECK(node.judged()[0].outcome == Outcome::not_judged);
  CHECK_FALSE(node.judged()[0].required);
  node.reference.topology_kind = "torus";
  for (const auto& shape : std::vector<std::vector<int>>{{}, {4, 0}, {70000, 70000}}) {
    node.reference.topology_shape = shape;
    REQUIRE(node.judged().size() == 1);
    CHECK(node.judged()[0].outcome == Outcome::inconclusive);
  }
  node.reference.topology_kind.clear();
  CHECK(node.judged().empty());
}

TEST_CASE("topology: a ring of twenty thousand is looked through",
          "[certsuite][criteria][hostile]") {
  constexpr int kMany = 20'000;
  auto node = ring(kMany);
  CHECK(node.with(Outcome::pass).size() == kMany);
  node.unlink(7, 8);
  CHECK(node.with(Outcome::fail) == Names{id_of(7)});
}

TEST_CASE("topology: a mesh past any machine is no usable shape, and a long list is cut",
          "[certsuite][criteria][hostile]") {
  Node node(2);
  node.reference.topology_kind = "mesh";
  node.reference.topology_shape = {257};
  REQUIRE(node.judged().size() == 1);
  CHECK(node.judged()[0].outcome == Outcome::inconclusive);
  node.reference.topology_shape = {256};
  node.reference.topology_places = "name";
  node.link(0, 1);
  const auto verdicts = node.judged();
  REQUIRE(verdicts.size() == 256);
  CHECK_THAT(verdicts[0].reason,
             Catch::Contains("not linked to 2, 3, ") && Catch::Contains(", 65, ... (254 in all)"));
}

}  // namespace
}  // namespace rackproof::criteria
