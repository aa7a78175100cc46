#include "reports/recorded_facts.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Step step_of(int attempt) {
  Step step;
  step.phase = "a";
  step.workload = "idle";
  step.attempt = attempt;
  return step;
}

Disturbance disturbance_of(int second) {
  return {"clock_step", "3 s", "*", UtcTime(std::chrono::seconds(second)), Touches::everything};
}

}  // namespace

TEST_CASE("recorded facts: a step is told as often as the record tells it", "[reports][journal]") {
  RunRecord record;
  record.steps = {step_of(1), step_of(2), step_of(1)};
  RecordedFacts facts(record);
  CHECK(facts.tell(step_of(1)));
  CHECK(facts.was_told(0));
  CHECK_FALSE(facts.was_told(2));
  CHECK(facts.tell(step_of(1)));
  CHECK(facts.was_told(2));
  CHECK_FALSE(facts.tell(step_of(1)));
  CHECK_FALSE(facts.was_told(1));
}

TEST_CASE("recorded facts: a step that differs in any one thing is another", "[reports][journal]") {
  using Change = void (*)(Step&);
  for (const Change change : {
           Change([](Step& step) { step.phase = "b"; }),
           Change([](Step& step) { step.workload = "b"; }),
           Change([](Step& step) { step.status = StepStatus::error; }),
           Change([](Step& step) { step.reason = "b"; }),
           Change([](Step& step) { step.started += std::chrono::nanoseconds(1); }),
           Change([](Step& step) { step.measured_from += std::chrono::nanoseconds(1); }),
           Change([](Step& step) { step.finished += std::chrono::nanoseconds(1); }),
           Change([](Step& step) { step.planned_seconds = 1; }),
           Change([](Step& step) { step.seed = 1; }),
           Change([](Step& step) { step.self_check = SelfCheck::wrong_answer; }),
           Change([](Step& step) { step.canary.planted = true; }),
           Change([](Step& step) { step.canary.caught = true; }),
           Change([](Step& step) { step.checks = 1; }),
           Change([](Step& step) {
             step.mismatches.push_back({"d", "w", "1", "2", "", 0});
           }),
           Change([](Step& step) { step.mismatch_count = 1; }),
           Change([](Step& step) {
             step.facts.push_back({"kernel", "Haswell", ""});
           }),
           Change([](Step& step) { step.log = "logs/a"; }),
           Change([](Step& step) { step.command = "b"; }),
       }) {
    RunRecord record;
    record.steps = {step_of(1)};
    RecordedFacts facts(record);
    auto altered = step_of(1);
    change(altered);
    CHECK_FALSE(facts.tell(altered));
    CHECK(facts.tell(step_of(1)));
  }
}

TEST_CASE("recorded facts: a disturbance is told where it is told word for word",
          "[reports][journal]") {
  RunRecord record;
  record.disturbances = {disturbance_of(1), disturbance_of(2)};
  const RecordedFacts facts(record);
  CHECK(facts.tells(disturbance_of(2)));
  CHECK_FALSE(facts.tells(disturbance_of(3)));
  auto softer = disturbance_of(1);
  softer.touches = Touches::rates;
  CHECK_FALSE(facts.tells(softer));
}

TEST_CASE("recorded facts: 200,000 steps and disturbances told backwards are all found",
          "[reports][journal][hostile]") {
  constexpr int kMany = 200'000;
  RunRecord record;
  for (int i = 0; i < kMany; ++i) {
    record.steps.push_back(step_of(i));
    record.disturbances.push_back(disturbance_of(i));
  }
  RecordedFacts facts(record);
  bool all = true;
  for (int i = kMany - 1; i >= 0; --i) {
    all = all && facts.tell(step_of(i)) && facts.tells(disturbance_of(i));
  }
  CHECK(all);
  CHECK_FALSE(facts.tell(step_of(0)));
}
