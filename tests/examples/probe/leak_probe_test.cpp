#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("leak: one rope that is cut does not silence the other", "[probes][leak]") {
  const FixtureHost fixture("leak_rope_cut");

  const ProbeRun run(*make_leak_probe(fixture.host()));

  CHECK(run.value("node/leak:manifold, rear", "leak_wetness_ratio") == 0.25);
  const auto why = run.reason("node/leak:drip tray", "leak_wetness_ratio");
  CHECK(why.kind == ErrorKind::sentinel);
  CHECK(why.message == "/sys/class/leak/rope1/wetness: -1: the rope is cut");
}

TEST_CASE("leak: a machine without ropes says absent", "[probes][leak]") {
  const TempDir empty;
  const FixtureHost fixture(empty.path());

  const auto found = make_leak_probe(fixture.host())->discover();

  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}
