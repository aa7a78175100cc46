#include "certsuite/criteria/overall.h"

#include <algorithm>
#include <array>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;

Verdict verdict(Outcome outcome, bool required = true) {
  Verdict made;
  made.criterion = std::string(word_of(kOutcomes, outcome));
  made.criterion_class = "memory";
  made.device = "node";
  made.required = required;
  made.outcome = outcome;
  made.reason = "of a test";
  return made;
}

Judgement conclusion(std::vector<Verdict> verdicts, const std::vector<std::string>& must = {}) {
  JudgedRun run;
  run.reference.must_judge = must;
  Judgement judgement;
  judgement.verdicts = std::move(verdicts);
  conclude({run.reference, run.inventory, run.record, run.series}, judgement);
  return judgement;
}

TEST_CASE("overall: the worst required verdict stands for the whole", "[certsuite][criteria]") {
  constexpr std::array kWorse{Outcome::pass, Outcome::inconclusive, Outcome::fail,
                              Outcome::invalid};
  for (std::size_t i = 0; i < kWorse.size(); ++i) {
    for (std::size_t j = 0; j < kWorse.size(); ++j) {
      const auto overall = conclusion({verdict(kWorse[i]), verdict(kWorse[j])}).overall;
      CHECK(overall == kWorse[std::max(i, j)]);
    }
  }
}

TEST_CASE("overall: advisory and NOT JUDGED verdicts are never counted", "[certsuite][criteria]") {
  CHECK(conclusion({verdict(Outcome::pass), verdict(Outcome::invalid, false),
                    verdict(Outcome::not_judged)})
            .overall == Outcome::pass);
  CHECK(conclusion({verdict(Outcome::not_judged)}).overall == Outcome::inconclusive);
  CHECK(conclusion({verdict(Outcome::pass, false)}).overall == Outcome::inconclusive);
  CHECK(conclusion({}).overall == Outcome::inconclusive);
}

TEST_CASE("overall: a class that must be judged needs a required PASS of its own",
          "[certsuite][criteria]") {
  CHECK(conclusion({verdict(Outcome::pass)}, {"memory"}).overall == Outcome::pass);
  CHECK(conclusion({verdict(Outcome::pass)}, {"memory", "compute"}).overall ==
        Outcome::inconclusive);
  CHECK(conclusion({verdict(Outcome::pass, false)}, {"memory"}).overall == Outcome::inconclusive);
}

TEST_CASE("overall: what made it so is said first", "[certsuite][criteria]") {
  const auto judgement =
      conclusion({verdict(Outcome::inconclusive), verdict(Outcome::fail), verdict(Outcome::fail)});
  REQUIRE(judgement.because.size() == 2);
  CHECK(judgement.because[0] == "FAIL: FAIL on 2 of 2 devices, first node: of a test.");
  CHECK(judgement.because[1] == "INCONCLUSIVE: INCONCLUSIVE on node: of a test.");
}

TEST_CASE("overall: forty thousand criteria, classes and phases are concluded in one go",
          "[certsuite][criteria][hostile]") {
  constexpr int kMany = 40'000;
  JudgedRun run;
  Judgement judgement;
  Step wrong = run.step();
  wrong.mismatch_count = 1;
  for (int i = 0; i < kMany; ++i) {
    const auto number = std::to_string(i);
    auto failed = verdict(Outcome::fail);
    failed.criterion = "criterion-" + number;
    failed.criterion_class = "class-" + number;
    judgement.verdicts.push_back(failed);
    run.reference.must_judge.push_back("class-" + number);
    wrong.phase = "phase-" + number;
    run.record.steps.push_back(wrong);
  }
  conclude({run.reference, run.inventory, run.record, run.series}, judgement);
  CHECK(judgement.overall == Outcome::fail);
  CHECK(judgement.because.size() == 3 * kMany + 3);
  CHECK_THAT(judgement.because[0],
             Catch::Contains("wrongly: mem_triad gave 1 wrong answer in phase 'phase-0'"));
}

TEST_CASE("overall: phases with wrong answers are told in the order in which they began, once each",
          "[certsuite][criteria]") {
  JudgedRun run;
  Judgement judgement;
  const auto add = [&run](const std::string& phase, int attempt, std::int64_t mismatches) {
    auto step = run.step();
    step.phase = phase;
    step.attempt = attempt;
    step.mismatch_count = mismatches;
    run.record.steps.push_back(step);
  };
  add("late", 1, 0);
  add("early", 1, 2);
  add("late", 2, 1);
  add("late", 3, 5);
  conclude({run.reference, run.inventory, run.record, run.series}, judgement);
  REQUIRE(judgement.because.size() >= 2);
  CHECK_THAT(judgement.because[0], Catch::Contains("1 wrong answer in phase 'late', attempt 2"));
  CHECK_THAT(judgement.because[1], Catch::Contains("2 wrong answers in phase 'early', attempt 1"));
}

}  // namespace
}  // namespace rackproof::criteria
