#include "certsuite/coverage.h"

#include <catch2/catch.hpp>

#include "certsuite/criteria/judge.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

Criterion criterion(std::string id, DeviceKind on, std::string during) {
  Criterion made;
  made.id = std::move(id);
  made.criterion_class = "compute";
  made.on = on;
  made.metric = "temperature_celsius";
  made.during = std::move(during);
  made.at_most = quantity(85, Unit::celsius);
  return made;
}

/// Two phases of tier quick, one of which cannot run, one of tier soak; a node without any card.
struct Planned {
  Planned() {
    auto soak = quick_phase("c", "eager", 1);
    soak.tiers = {"soak"};
    reference =
        reference_of({quick_phase("a", "eager", 1), quick_phase("b", "picky", 1), std::move(soak)});
    auto& criteria = reference.architecture.criteria;
    criteria = {criterion("works", DeviceKind::node, "a"),
                criterion("picky", DeviceKind::node, "b"), criterion("long", DeviceKind::node, "c"),
                criterion("cards", DeviceKind::accelerator, "a")};
    inventory = inventory_of({"node"});
    inventory.hypervisor = "kvm";
  }

  [[nodiscard]] Coverage coverage() const {
    const auto plan = make_plan(reference, inventory, {}, make_pretended);
    REQUIRE(plan);
    auto made = coverage_of(reference.architecture, inventory, *plan, make_pretended);
    REQUIRE(made);
    return *std::move(made);
  }

  ResolvedReference reference;
  Inventory inventory;
};

}  // namespace

TEST_CASE("coverage: what nothing here can answer is NOT JUDGED, in the report's own words",
          "[coverage]") {
  const auto coverage = Planned().coverage();
  CHECK(coverage.verdicts == 4);
  REQUIRE(coverage.not_judged.size() == 3);
  CHECK(coverage.not_covered ==
        std::vector<std::string>{"picky on node: phase 'b' was skipped: no compiler found",
                                 "long on node: phase 'c' is not part of tier 'quick'",
                                 "cards: the inventory holds no accelerator"});
}

TEST_CASE("coverage: each step of the plan says what it can find", "[coverage]") {
  Planned planned;
  planned.reference.architecture.phases.push_back(quick_phase("rest", "idle", 1));
  const auto purposes = planned.coverage().purposes;
  REQUIRE(purposes.size() == 3);
  CHECK(purposes[0] == "Is planned, never run.");
  CHECK(purposes[2] == "The machine is left alone and read: what it shows at rest.");
}

TEST_CASE("coverage: what must be judged and cannot be keeps the run from passing", "[coverage]") {
  Planned planned;
  CHECK(planned.coverage().cannot_pass.empty());
  planned.reference.architecture.must_judge = {"compute", "storage"};
  CHECK(planned.coverage().cannot_pass ==
        std::vector<std::string>{
            "class 'storage' must be judged and no required criterion of it can be"});
  planned.inventory.simulated = true;
  CHECK(planned.coverage().cannot_pass.size() == 2);
}

TEST_CASE("coverage: a missing part and a kind that must be there are told beforehand",
          "[coverage]") {
  Planned planned;
  Part cards;
  cards.kind = DeviceKind::accelerator;
  cards.count = quantity(1, Unit::one);
  planned.reference.architecture.parts = {cards};
  const auto coverage = planned.coverage();
  REQUIRE(coverage.cannot_pass.size() == 2);
  CHECK(coverage.cannot_pass[0].find("part-accelerator on accelerator[0]: FAIL") == 0);

  Planned bare;
  bare.inventory.hypervisor = "";
  bare.reference.architecture.criteria.back().must_bind = MustBind::bare_metal;
  const auto unbound = bare.coverage();
  REQUIRE(unbound.cannot_pass.size() == 1);
  CHECK(unbound.cannot_pass[0].find("cards: INCONCLUSIVE: the inventory holds no accelerator") ==
        0);
}

TEST_CASE("coverage: a kind that no criterion looks at is said", "[coverage]") {
  Planned planned;
  planned.inventory.devices.emplace_back();
  planned.inventory.devices.back().id = "node/fan:1";
  planned.inventory.devices.back().kind = DeviceKind::fan;
  const auto coverage = planned.coverage();
  REQUIRE(coverage.uncovered.size() == 1);
  CHECK(coverage.uncovered[0].kind == DeviceKind::fan);
  CHECK(coverage.not_covered.back() == "fan: no criterion looks at node/fan:1");
}
