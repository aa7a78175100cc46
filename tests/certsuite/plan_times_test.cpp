#include "certsuite/plan_times.h"

#include <catch2/catch.hpp>

#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

Inventory node_with_memory(const std::string& gib) {
  auto inventory = inventory_of({"node", "node/memory"});
  inventory.devices[1].attributes["whole_gib"] = gib;
  return inventory;
}

/// `soak` seconds in tier soak and `accept` in tier accept; 0 = not part of that tier.
Phase soak_phase(std::string id, double soak, double accept) {
  auto phase = quick_phase(std::move(id), "eager", soak);
  phase.tiers = {"soak"};
  phase.seconds = {{"soak", quantity(soak, Unit::second)}};
  if (accept > 0) {
    phase.tiers.emplace_back("accept");
    phase.seconds["accept"] = quantity(accept, Unit::second);
  }
  return phase;
}

Result<Plan> soak_of(const std::vector<Phase>& phases, double seconds,
                     const std::vector<std::string>& only = {}) {
  return make_plan(reference_of(phases), inventory_of({"node"}),
                   {.tier = "soak", .only = only, .seconds = seconds}, make_pretended);
}

}  // namespace

TEST_CASE("plan times: memory is counted in the whole GiB of the inventory", "[plan]") {
  CHECK(whole_gib_of_memory(node_with_memory("251")) == 251);
  CHECK_FALSE(whole_gib_of_memory(node_with_memory("much")));
  CHECK_FALSE(whole_gib_of_memory(inventory_of({"node", "node/memory"})));
  CHECK_FALSE(whole_gib_of_memory(inventory_of({"node"})));
}

TEST_CASE("plan times: each GiB adds its seconds", "[plan]") {
  auto phase = quick_phase("a", "eager", 10);
  phase.seconds_per_gib["*"] = quantity(500, Unit::millisecond);

  const auto plan = make_plan(reference_of({phase}), node_with_memory("64"), {}, make_pretended);

  REQUIRE(plan);
  CHECK(plan->steps[0].seconds == 42);
  CHECK(plan->deviations.empty());
}

TEST_CASE("plan times: however much memory, a step has its longest time", "[plan]") {
  auto phase = quick_phase("a", "eager", 10);
  phase.seconds_per_gib["*"] = quantity(1, Unit::second);
  phase.seconds_at_most["*"] = quantity(1, Unit::minute);

  CHECK(phase_times(phase, "quick", 49)->work == 59);
  CHECK(phase_times(phase, "quick", 51)->work == 60);
  CHECK(phase_times(phase, "quick", 4096)->work == 60);
  CHECK(phase_times(phase, "quick", std::nullopt)->work == 10);
  phase.seconds_at_most["*"] = quantity(5, Unit::second);
  CHECK(phase_times(phase, "quick", 4096)->work == 10);
  phase.seconds_at_most["*"] = quantity(0, Unit::second);
  CHECK(phase_times(phase, "quick", 1).error().message ==
        "phase 'a': seconds_at_most must be a time above 0");
}

TEST_CASE("plan times: a memory of unknown size is told and adds nothing", "[plan]") {
  auto phase = quick_phase("a", "eager", 10);
  phase.seconds_per_gib["*"] = quantity(1, Unit::second);

  const auto plan = make_plan(reference_of({phase}), inventory_of({"node"}), {}, make_pretended);

  REQUIRE(plan);
  CHECK(plan->steps[0].seconds == 10);
  REQUIRE(plan->deviations.size() == 1);
  CHECK(plan->deviations[0] ==
        "phase a not lengthened for its memory, whose size could not be read");
}

TEST_CASE("plan times: a time that is none is refused with the key's name", "[plan]") {
  auto phase = quick_phase("a", "eager", 10);
  phase.settle["*"] = quantity(0, Unit::second);
  CHECK(phase_times(phase, "quick", 1).error().message ==
        "phase 'a': settle must be a time above 0");
  phase.settle.clear();
  phase.seconds_per_gib["quick"] = quantity(1, Unit::byte);
  CHECK(phase_times(phase, "quick", 1).error().message ==
        "phase 'a': seconds_per_gib must be a time above 0");
}

TEST_CASE("plan times: a soak takes the length that was asked for", "[plan]") {
  auto rested = soak_phase("b", 200, 60);
  rested.settle["*"] = quantity(18, Unit::second);
  const auto plan = soak_of({soak_phase("a", 100, 60), rested}, 86400);

  REQUIRE(plan);
  CHECK(estimated_seconds(*plan) == Approx(86400).margin(0.01));
  CHECK(plan->steps[1].seconds == Approx(2 * plan->steps[0].seconds).margin(0.01));
  CHECK(plan->steps[1].settle_seconds == 18);
  CHECK(plan->deviations.empty());
  CHECK(plan_text(*plan).find("tier soak, 86400 s asked\n") != std::string::npos);
}

TEST_CASE("plan times: no step of a shortened soak gets less than in tier accept", "[plan]") {
  const auto plan = soak_of({soak_phase("a", 7200, 60), soak_phase("b", 3600, 1800)}, 3602);

  REQUIRE(plan);
  CHECK(plan->steps[0].seconds == 1800);
  CHECK(plan->steps[1].seconds == 1800);
  CHECK(plan->deviations == std::vector<std::string>{"shortened to 3602 s by --duration"});

  const auto alone = soak_of({soak_phase("a", 7200, 0), soak_phase("b", 3600, 1800)}, 1862);
  REQUIRE(alone);
  CHECK(alone->steps[0].seconds == 60);
}

TEST_CASE("plan times: a length that no step could keep is refused with the least", "[plan]") {
  const auto plan = soak_of({soak_phase("a", 7200, 60), soak_phase("b", 3600, 1800)}, 600);

  REQUIRE_FALSE(plan);
  CHECK(plan.error().message == "a run of 600 s is too short: this one takes at least 1862 s");
}

TEST_CASE("plan times: steps that are left out take no part of the length", "[plan]") {
  const auto plan = soak_of({soak_phase("a", 7200, 60), soak_phase("b", 3600, 1800)}, 3601, {"b"});

  REQUIRE(plan);
  CHECK(plan->steps[0].seconds == 7200);
  CHECK(plan->steps[1].seconds == 3600);
}

TEST_CASE("plan times: only a soak has a length to ask for", "[plan]") {
  const auto plan = make_plan(reference_of({quick_phase("a", "eager", 1)}), inventory_of({"node"}),
                              {.tier = "quick", .only = {}, .seconds = 60}, make_pretended);

  REQUIRE_FALSE(plan);
  CHECK(plan.error().message == "a length can be asked for tier soak only, not for 'quick'");
}
