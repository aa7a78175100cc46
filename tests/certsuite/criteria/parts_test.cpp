#include "certsuite/criteria/parts.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;

TEST_CASE("parts: each declared place has one verdict, the empty one fails",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.parts[0].count.value = 4;
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 4);
  CHECK(verdicts[0].device == "node/card:0");
  CHECK(verdicts[1].outcome == Outcome::pass);
  CHECK(verdicts[2].device == "accelerator[2]");
  CHECK(verdicts[3].outcome == Outcome::fail);
  CHECK(verdicts[3].criterion == "part-accelerator");
  CHECK(verdicts[3].criterion_class == "inventory");
  CHECK(verdicts[3].required);
}

TEST_CASE("parts: a minimum alone lets more devices be, a maximum does not",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& count = run.reference.parts[0].count;
  count.value.reset();
  count.min = 1;
  CHECK(judge_parts(run.reference, run.inventory).size() == 1);
  count.max = 1;
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[1].outcome == Outcome::fail);
  CHECK(verdicts[1].device == "node/card:1");
}

TEST_CASE("parts: a count that cannot be one is INCONCLUSIVE, one not public NOT JUDGED",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& count = run.reference.parts[0].count;
  for (const double nonsense : {-1.0, 1e12, std::nan("")}) {
    count.value = nonsense;
    const auto verdicts = judge_parts(run.reference, run.inventory);
    REQUIRE(verdicts.size() == 1);
    CHECK(verdicts[0].outcome == Outcome::inconclusive);
  }
  count.basis = Basis::not_public;
  CHECK(judge_parts(run.reference, run.inventory).at(0).outcome == Outcome::not_judged);
}

TEST_CASE("parts: a device of another model fails, one that does not say is INCONCLUSIVE",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.parts[0].model = "Train*2";
  run.inventory.devices.at(1).model = "Trainium2";
  run.inventory.devices.at(2).model = "Trainium1";
  auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[0].outcome == Outcome::pass);
  CHECK(verdicts[1].outcome == Outcome::fail);
  CHECK(verdicts[1].reason == "it is 'Trainium1', 'Train*2' asked");
  run.inventory.devices.at(2).model.clear();
  CHECK(judge_parts(run.reference, run.inventory)[1].outcome == Outcome::inconclusive);
}

TEST_CASE("parts: a device that must say its serial number and does not is INCONCLUSIVE",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.parts[0].serial = true;
  run.inventory.devices.at(1).serial = "0011";
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[0].outcome == Outcome::pass);
  CHECK(verdicts[1].outcome == Outcome::inconclusive);
  CHECK(verdicts[1].device == "node/card:1");
}

/// Cores below both cards of the run, and a part that counts two in each.
void add_cores(JudgedRun& run) {
  for (const auto* id :
       {"node/card:0/core:0", "node/card:0/core:1", "node/card:1/core:0", "node/card:1/core:1"}) {
    Device core;
    core.id = id;
    core.kind = DeviceKind::accelerator_core;
    core.parent = core.id.substr(0, core.id.rfind('/'));
    run.inventory.devices.push_back(core);
  }
  Part cores;
  cores.kind = DeviceKind::accelerator_core;
  cores.in = DeviceKind::accelerator;
  cores.count = testing::limit(2, Unit::one);
  run.reference.parts.push_back(cores);
}

TEST_CASE("parts: a core that is missing fails on the device that lacks it",
          "[certsuite][criteria]") {
  JudgedRun run;
  add_cores(run);
  CHECK(judge_parts(run.reference, run.inventory).size() == 4);
  run.inventory.devices.pop_back();
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 4);
  CHECK(verdicts[2].outcome == Outcome::pass);
  CHECK(verdicts[3].outcome == Outcome::fail);
  CHECK(verdicts[3].device == "node/card:1");
  CHECK(verdicts[3].criterion == "part-accelerator_core");
  CHECK(verdicts[3].reason == "it holds 1 of accelerator_core, at least 2 asked");
}

TEST_CASE("parts: a core too many fails, and a missing device lacks its cores too",
          "[certsuite][criteria]") {
  JudgedRun run;
  add_cores(run);
  run.reference.parts[1].count.value = 1;
  CHECK(judge_parts(run.reference, run.inventory)[2].reason ==
        "it holds 2 of accelerator_core, at most 1 asked");
  run.reference.parts[0].count.value = 3;
  const auto verdicts = judge_parts(run.reference, run.inventory);
  CHECK(verdicts.back().device == "accelerator[2]");
  CHECK(verdicts.back().outcome == Outcome::fail);
  run.reference.parts.erase(run.reference.parts.begin());
  run.inventory.devices.clear();
  REQUIRE(judge_parts(run.reference, run.inventory).size() == 1);
  CHECK(judge_parts(run.reference, run.inventory)[0].outcome == Outcome::not_judged);
}

TEST_CASE("parts: what the maker does not publish is told as NOT JUDGED, with its note",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& figure = run.reference.parts[0].quantities["power_limit"];
  figure.basis = Basis::not_public;
  figure.note = "ask the BMC";
  const auto verdicts = judge_parts(run.reference, run.inventory);
  REQUIRE(verdicts.size() == 3);
  CHECK(verdicts[2].criterion == "accelerator-power_limit");
  CHECK(verdicts[2].outcome == Outcome::not_judged);
  CHECK_FALSE(verdicts[2].required);
  CHECK(verdicts[2].reason == "its maker does not publish it: ask the BMC");
}

TEST_CASE("parts: twenty thousand holders and twice as many empty places are looked through",
          "[certsuite][criteria][hostile]") {
  constexpr int kMany = 20'000;
  JudgedRun run;
  run.reference.parts.resize(1);
  auto& cards = run.reference.parts[0];
  cards.count.value = 3 * kMany;
  auto held = cards;
  held.kind = DeviceKind::fan;
  held.count.value = 1;
  held.in = DeviceKind::accelerator;
  run.reference.parts.push_back(held);
  run.inventory.devices.clear();
  for (int i = 0; i < kMany; ++i) {
    Device card;
    card.kind = DeviceKind::accelerator;
    card.id = "node/card:" + std::to_string(kMany + i);
    run.inventory.devices.push_back(card);
    Device fan;
    fan.kind = DeviceKind::fan;
    fan.id = card.id + "/fan";
    fan.parent = card.id;
    run.inventory.devices.push_back(fan);
    run.inventory.unreadable.push_back({"pcie", card.id, {ErrorKind::denied, "no"}, ""});
  }
  const auto verdicts = judge_parts(run.reference, run.inventory);
  const auto with = [&verdicts](Outcome outcome) {
    return std::ranges::count(verdicts, outcome, &Verdict::outcome);
  };
  CHECK(with(Outcome::pass) == 2 * kMany);
  CHECK(with(Outcome::fail) == 4 * kMany);
}

}  // namespace
}  // namespace rackproof::criteria
