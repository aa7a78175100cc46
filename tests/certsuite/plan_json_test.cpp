#include <catch2/catch.hpp>

#include "certsuite/plan.h"
#include "schemas/json/strict_json.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("plan: the JSON document holds every step, the total and the digest", "[plan]") {
  auto phase = quick_phase("a", "eager", 0.5);
  phase.parameters["share"] = quantity(0.25, Unit::ratio);
  const auto plan = make_plan(reference_of({phase}), inventory_of({"node"}), {}, make_pretended);
  REQUIRE(plan);

  const auto read = parse_strict_json(plan_json(*plan));

  REQUIRE(read);
  CHECK(*read->find("format")->if_string() == "rackproof-plan/1");
  CHECK(*read->find("planDigest")->if_string() == plan_digest(*plan));
  CHECK(read->find("workSeconds")->as_double() == 0.5);
  const auto& step = read->find("steps")->if_array()->at(0);
  CHECK(*step.find("phase")->if_string() == "a");
  CHECK(*step.find("seed")->if_integer() == static_cast<std::int64_t>(plan->steps[0].seed));
  CHECK(step.find("parameters")->find("share")->as_double() == 0.25);
}
