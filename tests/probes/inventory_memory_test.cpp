#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"

namespace rackproof {
namespace {

TEST_CASE("inventory: memory of the node and of each NUMA node", "[probes][inventory]") {
  const testing::FixtureHost fixture("small_virtual_machine");
  const auto probe = make_inventory_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node/memory", "memory_total_bytes") == 4096000.0 * 1024);
  CHECK(run.value("node/memory", "memory_available_bytes") == 2048000.0 * 1024);
  CHECK(run.value("node/numa:0", "memory_total_bytes") == 4096000.0 * 1024);
  CHECK(run.device("node/memory").attributes.at("whole_gib") == "3");  // 4096000 KiB, 3.9 GiB
  CHECK(run.device("node/numa:0").attributes.at("processors") == "0-1");
}

TEST_CASE("inventory: a kernel that does not say what is available gives a reason",
          "[probes][inventory]") {
  const testing::FixtureHost fixture("vanished_processor");
  const auto probe = make_inventory_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.reason("node/memory", "memory_available_bytes").kind == ErrorKind::absent);
}

}  // namespace
}  // namespace rackproof
