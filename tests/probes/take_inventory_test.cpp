#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "probes/collector.h"
#include "probes/registry.h"
#include "tests/support/fixture_host.h"

namespace rackproof {
namespace {

TEST_CASE("take_inventory: every probe looks at a captured machine and ids are unique",
          "[probes]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  const auto probes = make_all_probes(fixture.host());
  const auto inventory = take_inventory(fixture.host(), probes);
  CHECK(inventory.simulated);
  CHECK(inventory.hypervisor == "kvm");
  CHECK(inventory.hostname == "small");
  std::set<std::string> ids;
  for (const auto& device : inventory.devices) {
    CHECK(ids.insert(device.id).second);
  }
  CHECK(ids.contains("node/cpu:1"));
  CHECK(ids.contains("node/probe:kmsg"));
  const auto kmsg = std::ranges::find(inventory.unreadable, "kmsg", &Unreadable::probe);
  REQUIRE(kmsg != inventory.unreadable.end());
  CHECK(kmsg->why.kind == ErrorKind::not_observable);
}

}  // namespace
}  // namespace rackproof
