#include "probes/redfish/device_list.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;

namespace {

Device device(const std::string& id, DeviceKind kind = DeviceKind::chassis) {
  Device made;
  made.id = id;
  made.kind = kind;
  made.parent = "node";
  return made;
}

}  // namespace

TEST_CASE("redfish: a part that is met twice is one part", "[probes][redfish]") {
  DeviceList list;
  const auto first = list.add("/a", device("a"));
  CHECK(list.add("/a", device("b")) == first);
  CHECK(list.find("/a") == first);
  CHECK_FALSE(list.find("/b"));
  CHECK(list.settled().size() == 1);
}

TEST_CASE("redfish: a part sits in what its link leads to, met before or after",
          "[probes][redfish]") {
  DeviceList list;
  const auto gpu = list.add("/gpu", device("gpu"));
  list.hope_for_parent(gpu, "/board");
  const auto lost = list.add("/lost", device("lost"));
  list.hope_for_parent(lost, "/nowhere");
  list.add("/board", device("board"));

  const auto devices = list.settled();

  CHECK(devices[gpu].parent == "board");
  CHECK(devices[lost].parent == "node");

  list.add("/nowhere", device("found"));
  CHECK(list.settled()[lost].parent == "found");
}

TEST_CASE("redfish: no part sits in itself, however the links turn", "[probes][redfish]") {
  DeviceList list;
  const auto a = list.add("/a", device("a"));
  const auto b = list.add("/b", device("b"));
  list.hope_for_parent(a, "/a");
  list.hope_for_parent(a, "/b");
  list.hope_for_parent(b, "/a");

  const auto devices = list.settled();

  CHECK(devices[a].parent == "b");
  CHECK(devices[b].parent == "node");
}

TEST_CASE("redfish: a power supply is found again by its serial number", "[probes][redfish]") {
  DeviceList list;
  auto supply = device("ps", DeviceKind::power_supply);
  supply.serial = "5YCH";
  const auto handle = list.add("/ps", supply);
  list.add("/nameless", device("nameless", DeviceKind::power_supply));
  CHECK(list.power_supply("5YCH") == handle);
  CHECK_FALSE(list.power_supply("OTHER"));
  CHECK_FALSE(list.power_supply(""));
}
