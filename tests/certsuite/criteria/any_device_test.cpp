#include "certsuite/criteria/any_device.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;
using testing::kHeat;
using testing::kSecondCard;
using testing::verdict_of;

Verdict on(std::string device, Outcome outcome, std::string reason = "because") {
  Verdict verdict;
  verdict.criterion = "c";
  verdict.device = std::move(device);
  verdict.outcome = outcome;
  verdict.reason = std::move(reason);
  return verdict;
}

Outcome of(std::vector<Outcome> outcomes) {
  std::vector<Verdict> verdicts;
  for (const auto outcome : outcomes) {
    verdicts.push_back(on("d" + std::to_string(verdicts.size()), outcome));
  }
  return any_device(verdicts).outcome;
}

TEST_CASE("any device: one that passes is enough, and the others are named",
          "[certsuite][criteria]") {
  const auto verdict = any_device({on("a", Outcome::inconclusive, "asleep"),
                                   on("b", Outcome::pass, "2 readings"), on("c", Outcome::pass)});
  CHECK(verdict.outcome == Outcome::pass);
  CHECK(verdict.device == "b");
  CHECK(verdict.reason ==
        "any of 3 devices asked, 2 passed; shown: 2 readings; not so: a INCONCLUSIVE (asleep)");
}

TEST_CASE("any device: where none passes silence is no FAIL and a FAIL is no silence",
          "[certsuite][criteria]") {
  CHECK(of({Outcome::fail, Outcome::fail}) == Outcome::fail);
  CHECK(of({Outcome::fail, Outcome::inconclusive}) == Outcome::inconclusive);
  CHECK(of({Outcome::inconclusive, Outcome::invalid, Outcome::fail}) == Outcome::invalid);
  CHECK(of({Outcome::not_judged, Outcome::fail}) == Outcome::fail);
  CHECK(of({Outcome::not_judged, Outcome::not_judged}) == Outcome::not_judged);
}

TEST_CASE("any device: many others are cut short", "[certsuite][criteria]") {
  std::vector<Verdict> verdicts{on("z", Outcome::pass)};
  for (int i = 0; i < 9; ++i) {
    verdicts.push_back(on("d" + std::to_string(i), Outcome::fail));
  }
  const auto reason = any_device(verdicts).reason;
  CHECK(reason.find("d3 FAIL") != std::string::npos);
  CHECK(reason.find("d4") == std::string::npos);
  CHECK(reason.ends_with(", ..."));
}

TEST_CASE("any device: one verdict for the kind, and only of the criterion that asks for it",
          "[certsuite][criteria]") {
  JudgedRun run;
  for (auto& point : run.of_second_card(kHeat)) {
    point.reading = Error{ErrorKind::timed_out, "asleep"};
  }
  CHECK(run.judged().overall == Outcome::inconclusive);
  run.criterion("heat").devices = DevicesAsked::any;
  const auto judgement = run.judged();
  CHECK(judgement.overall == Outcome::pass);
  CHECK(verdict_of(judgement, "heat", "node/card:0").reason.find(std::string(kSecondCard)) !=
        std::string::npos);
  CHECK(std::ranges::count(judgement.verdicts, "heat", &Verdict::criterion) == 1);
  CHECK(std::ranges::count(judgement.verdicts, "uncorrected", &Verdict::criterion) == 2);
}

TEST_CASE("any device: a kind of which nothing is there is answered as before",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.criterion("heat").on = DeviceKind::fan;
  run.criterion("heat").devices = DevicesAsked::any;
  run.criterion("heat").must_bind = MustBind::always;
  const auto judgement = run.judged();
  CHECK(verdict_of(judgement, "heat", "").outcome == Outcome::inconclusive);
}

}  // namespace
}  // namespace rackproof::criteria
