#include "probes/amdgpu/amdgpu_parts.h"

#include <catch2/catch.hpp>

#include "probes/reading_parse.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using rackproof::testing::FixtureHost;
using rackproof::testing::TempDir;

TEST_CASE("amdgpu parts: a part is made once, and stacks stand below the memory",
          "[probes][amdgpu]") {
  const TempDir root;
  const FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "test");
  Parts parts(survey, survey.add(device_of("node/accelerator:x", DeviceKind::accelerator)));

  const auto stack = parts.at(kStack, 3);

  CHECK(parts.at(kSocket) == parts.socket());
  CHECK(parts.at(kStack, 3) == stack);
  CHECK(parts.at(kStack, 2) != stack);
  CHECK(survey.device(stack).id == "node/accelerator:x/hbm/stack:3");
  CHECK(survey.device(stack).parent == "node/accelerator:x/hbm");
  CHECK(survey.device(stack).kind == DeviceKind::hbm);
  CHECK(survey.device(parts.at(kLink, 0)).parent == "node/accelerator:x");
}

TEST_CASE("amdgpu parts: what one source gives no other gives again", "[probes][amdgpu]") {
  const TempDir root;
  root.write("one", "1\n");
  root.write("two", "2\n");
  const FixtureHost fixture(root.path());
  Survey survey(fixture.host(), "test");
  Parts parts(survey, survey.add(device_of("node/accelerator:x", DeviceKind::accelerator)));
  const auto* replays = metrics::named("pcie_replay_total");

  parts.watch(parts.socket(), replays, "/missing", parse_count);
  parts.watch(parts.socket(), replays, "/one", parse_count);
  parts.watch(parts.socket(), replays, "/two", parse_count);

  CHECK_FALSE(parts.take(parts.socket(), replays));
  CHECK(parts.take(parts.at(kMemory), replays));
  Attributes attributes;
  CHECK(survey.finish(attributes).unreadable.empty());
  REQUIRE(attributes.size() == 1);
  CHECK(attributes[0].path == "/one");
}
