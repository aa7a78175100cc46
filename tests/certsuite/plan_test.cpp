#include "certsuite/plan.h"

#include <catch2/catch.hpp>

#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

Plan planned(const ResolvedReference& reference, const PlanRequest& request = {},
             const Inventory& inventory = inventory_of({"node"})) {
  auto plan = make_plan(reference, inventory, request, make_pretended);
  REQUIRE(plan);
  return *plan;
}

std::string refusal(const ResolvedReference& reference, const PlanRequest& request) {
  const auto plan = make_plan(reference, inventory_of({"node"}), request, make_pretended);
  REQUIRE_FALSE(plan);
  return plan.error().message;
}

}  // namespace

TEST_CASE("plan: phases come in the order of the reference, with their own seeds", "[plan]") {
  const auto plan =
      planned(reference_of({quick_phase("b", "eager", 2), quick_phase("a", "idle", 1)}));

  REQUIRE(plan.steps.size() == 2);
  CHECK(plan.steps[0].phase == "b");
  CHECK(plan.steps[1].phase == "a");
  CHECK(plan.steps[0].seed != plan.steps[1].seed);
  CHECK(plan.steps[0].seed < (std::uint64_t{1} << 48U));
  CHECK(work_seconds(plan) == 3);
  CHECK(estimated_seconds(plan) > 3);
}

TEST_CASE("plan: the same question gives the same plan, bytes and digest", "[plan]") {
  const auto reference = reference_of({quick_phase("a", "eager", 0.25)});
  const auto one = planned(reference);
  const auto two = planned(reference);

  CHECK(one == two);
  CHECK(plan_text(one) == plan_text(two));
  CHECK(plan_digest(one) == plan_digest(two));
  CHECK(plan_digest(one).size() == 64);
}

TEST_CASE("plan: another reference digest, time or skip is another plan digest", "[plan]") {
  auto reference = reference_of({quick_phase("a", "eager", 1)});
  const auto before = plan_digest(planned(reference));
  reference.digest.back() = 'b';
  const auto other_reference = plan_digest(planned(reference));
  auto longer = planned(reference);
  longer.steps[0].seconds = 2;

  CHECK(other_reference != before);
  CHECK(plan_digest(longer) != other_reference);
}

TEST_CASE("plan: a workload that cannot run is a step that says why", "[plan]") {
  const auto plan =
      planned(reference_of({quick_phase("a", "picky", 1), quick_phase("b", "unheard_of", 1)}));

  REQUIRE(plan.steps.size() == 2);
  CHECK(plan.steps[0].skipped == "no compiler found");
  CHECK(plan.steps[1].skipped == "this program has no workload 'unheard_of'");
  CHECK(work_seconds(plan) == 0);
}

TEST_CASE("plan: a captured tree cannot be worked, not even left idle", "[plan]") {
  auto captured = inventory_of({"node"});
  captured.simulated = true;
  const auto plan = planned(
      reference_of({quick_phase("a", "eager", 1), quick_phase("b", "idle", 1)}), {}, captured);

  for (const auto& step : plan.steps) {
    CHECK(step.skipped == "a captured tree cannot be worked");
  }
}

TEST_CASE("plan: --only leaves the other phases out and says so", "[plan]") {
  const auto plan =
      planned(reference_of({quick_phase("a", "eager", 1), quick_phase("b", "eager", 2)}),
              {.tier = "quick", .only = {"b"}});

  CHECK(plan.steps[0].skipped == "not selected (--only)");
  CHECK(plan.steps[1].skipped.empty());
  REQUIRE(plan.deviations.size() == 1);
  CHECK(plan.deviations[0] == "phase a left out by --only");
}

TEST_CASE("plan: seconds of the tier go before those of every tier", "[plan]") {
  auto phase = quick_phase("a", "eager", 60);
  phase.seconds["quick"] = quantity(2, Unit::minute);

  CHECK(planned(reference_of({phase})).steps[0].seconds == 120);
}

TEST_CASE("plan: parameters arrive in base units", "[plan]") {
  auto phase = quick_phase("a", "eager", 1);
  phase.parameters["buffer"] = quantity(2, Unit::kibibyte);

  CHECK(planned(reference_of({phase})).steps[0].parameters.at("buffer") == 2048);
}

TEST_CASE("plan: a wrong question is refused with a sentence", "[plan]") {
  auto soak = quick_phase("burn", "eager", 1);
  soak.tiers = {"soak"};
  const auto reference = reference_of({quick_phase("a", "eager", 1), soak});
  auto timeless = quick_phase("a", "eager", 1);
  timeless.seconds.clear();

  CHECK(refusal(reference, {.tier = "fast", .only = {}}) ==
        "unknown tier 'fast'; there are quick, check, accept and soak");
  CHECK(refusal(reference, {.tier = "check", .only = {}}) ==
        "reference 'test-host' has no phase in tier 'check'");
  CHECK(refusal(reference, {.tier = "quick", .only = {"c"}}) ==
        "reference 'test-host' has no phase 'c'");
  CHECK(refusal(reference, {.tier = "quick", .only = {"burn"}}) ==
        "phase 'burn' is not part of tier 'quick'");
  CHECK(refusal(reference_of({timeless}), {}) == "phase 'a' gives no seconds for tier 'quick'");
  CHECK(refusal(reference_of({quick_phase("a", "eager", 0)}), {}) ==
        "phase 'a': seconds must be a time above 0");
}

TEST_CASE("plan: rest before a phase is in the text and in the length of the run", "[plan]") {
  auto phase = quick_phase("a", "eager", 2);
  const auto before = planned(reference_of({phase}));
  phase.settle["quick"] = quantity(0.5, Unit::minute);
  const auto plan = planned(reference_of({phase}));

  CHECK(plan.steps[0].settle_seconds == 30);
  CHECK(work_seconds(plan) == 2);
  CHECK(estimated_seconds(plan) == estimated_seconds(before) + 30);
  CHECK(plan_digest(plan) != plan_digest(before));
  CHECK(plan_text(plan).find("1 a: 30 s of rest, then eager for 2 s, seed ") != std::string::npos);
}

TEST_CASE("plan: the text is what the digest is over, one line a step", "[plan]") {
  auto phase = quick_phase("a", "eager", 0.5);
  phase.parameters["share"] = quantity(0.25, Unit::ratio);
  auto plan = planned(reference_of({phase, quick_phase("b", "picky", 2)}));
  plan.steps[0].seed = 11;
  plan.steps[1].seed = 12;

  CHECK(plan_text(plan) == "reference test-host revision 7 sha256 " + std::string(64, 'a') +
                               "\n"
                               "tier quick\n"
                               "1 a: eager for 0.5 s, seed 11, share = 0.25\n"
                               "2 b: picky for 2 s, seed 12 [skipped: no compiler found]\n"
                               "work 0.5 s, about 1.5 s in all\n");
}
