#include "schemas/device_book.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

Device device(std::string id, DeviceKind kind, std::string parent, std::string position = "") {
  Device made;
  made.id = std::move(id);
  made.kind = kind;
  made.parent = std::move(parent);
  made.position = std::move(position);
  return made;
}

TEST_CASE("device book: an id is cut between its parts and nowhere else", "[schemas]") {
  CHECK(first_parts("node/pci:0000:3b:00.0/nvme:S5", 0).empty());
  CHECK(first_parts("node/pci:0000:3b:00.0/nvme:S5", 1) == "node");
  CHECK(first_parts("node/pci:0000:3b:00.0/nvme:S5", 2) == "node/pci:0000:3b:00.0");
  CHECK(first_parts("node/pci:0000:3b:00.0/nvme:S5", 9) == "node/pci:0000:3b:00.0/nvme:S5");
  CHECK(first_parts("", 3).empty());
}

TEST_CASE("device book: place and node are those of the nearest that tells", "[schemas]") {
  DeviceBook book({device("r/n7", DeviceKind::node, "", "U 12"),
                   device("r/n7/card:0", DeviceKind::accelerator, "r/n7", "slot 4"),
                   device("r/n7/card:0/core:1", DeviceKind::accelerator_core, "r/n7/card:0"),
                   device("r/n7/fan:1", DeviceKind::fan, "r/n7")});
  CHECK(book.position_of(book.at("r/n7/card:0/core:1")) == "slot 4");
  CHECK(book.position_of(book.at("r/n7/fan:1")) == "U 12");
  CHECK(book.node_of(book.at("r/n7/card:0/core:1")) == "r/n7");
  CHECK(book.node_of(book.at("r/n7")) == "r/n7");
}

TEST_CASE("device book: one that nobody described is its id, and the same at every turn",
          "[schemas]") {
  DeviceBook book({});
  const auto& first = book.at("x/y");
  CHECK(first.id == "x/y");
  CHECK(&book.at("x/y") == &first);
  CHECK(book.node_of(first) == "x");
  CHECK(book.position_of(first).empty());
}

TEST_CASE("device book: devices that sit in each other end nothing", "[schemas]") {
  DeviceBook book({device("a", DeviceKind::fan, "b"), device("b", DeviceKind::fan, "a")});
  CHECK(book.position_of(book.at("a")).empty());
  CHECK(book.node_of(book.at("a")) == "a");
}

}  // namespace
}  // namespace rackproof
