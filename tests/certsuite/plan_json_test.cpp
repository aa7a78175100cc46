#include "certsuite/plan_json.h"

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("plan: the JSON document holds every step, the total, the digest and the coverage",
          "[plan]") {
  auto phase = quick_phase("a", "eager", 0.5);
  phase.parameters["share"] = quantity(0.25, Unit::ratio);
  const auto reference = reference_of({phase});
  auto inventory = inventory_of({"node", "node/fan:1"});
  inventory.devices.back().kind = DeviceKind::fan;
  const auto plan = make_plan(reference, inventory, {}, make_pretended);
  REQUIRE(plan);
  const auto coverage = coverage_of(reference.architecture, inventory, *plan, make_pretended);
  REQUIRE(coverage);

  const auto read = parse_strict_json(plan_json(*plan, *coverage));

  REQUIRE(read);
  CHECK(*read->find("format")->if_string() == "rackproof-plan/1");
  CHECK(*read->find("planDigest")->if_string() == plan_digest(*plan));
  CHECK(*read->find("planText")->if_string() == plan_text(*plan));
  CHECK(read->find("workSeconds")->as_double() == 0.5);
  const auto& step = read->find("steps")->if_array()->at(0);
  CHECK(*step.find("phase")->if_string() == "a");
  CHECK(*step.find("purpose")->if_string() == "Is planned, never run.");
  CHECK(*step.find("seed")->if_integer() == static_cast<std::int64_t>(plan->steps[0].seed));
  CHECK(step.find("parameters")->find("share")->as_double() == 0.25);
  const auto* covered = read->find("coverage");
  REQUIRE(covered != nullptr);
  CHECK(*covered->find("uncovered")->if_array()->at(1).find("kind")->if_string() == "fan");
}
