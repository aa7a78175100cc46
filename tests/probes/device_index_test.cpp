#include "probes/device_index.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"

namespace rackproof {
namespace {

TEST_CASE("device_index: known devices keep their place, new ones go behind", "[probes]") {
  DeviceIndex index({the_node(), device_of("node/a", DeviceKind::disk)});
  CHECK(index.places_of(
            {device_of("node/b", DeviceKind::disk), device_of("node/a", DeviceKind::disk)}) ==
        std::vector<DeviceHandle>{2, 1});
  CHECK(index.place_of("node/probe:x", DeviceKind::probe) == 3);
  CHECK(index.place_of("node", DeviceKind::node) == 0);
  const auto added = index.take_new();
  REQUIRE(added.size() == 2);
  CHECK(added[0].id == "node/b");
  CHECK(added[1].kind == DeviceKind::probe);
  CHECK(index.take_new().empty());
}

TEST_CASE("device_index: a sample of no device is removed, the others are relocated", "[probes]") {
  Samples samples(3);
  samples[0].device = 1;
  samples[1].device = 2;
  samples[2].device = 0;
  relocate(samples, {10, 11});
  REQUIRE(samples.size() == 2);
  CHECK(samples[0].device == 11);
  CHECK(samples[1].device == 10);
}

}  // namespace
}  // namespace rackproof
