#include "certsuite/criteria/phase_gate.h"

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using testing::at_second;
using testing::JudgedRun;

PhaseGate gate_of(const JudgedRun& run, bool windowed, const std::string& during = "triad") {
  Criterion criterion;
  criterion.during = during;
  return phase_gate(criterion, windowed, run.reference, run.record);
}

TEST_CASE("phase gate: windows count after warm-up, samples from the start, both ends included",
          "[certsuite][criteria]") {
  const JudgedRun run;
  const auto windows = gate_of(run, true);
  REQUIRE_FALSE(windows.ruling);
  CHECK(windows.range.from == at_second(30));
  CHECK(windows.range.contains(at_second(80)));
  CHECK_FALSE(windows.range.contains(at_second(80.000000002)));
  CHECK(gate_of(run, false).range.from == at_second(20));
  CHECK(gate_of(run, false, "*").range.from == at_second(0));
  CHECK(gate_of(run, false, "*").range.contains(at_second(100)));
}

TEST_CASE("phase gate: the last attempt counts, but a wrong answer of any attempt stays",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto again = run.step();
  again.attempt = 2;
  again.started = at_second(50);
  again.measured_from = at_second(55);
  run.step().status = StepStatus::error;
  run.record.steps.insert(run.record.steps.begin(), again);
  CHECK(last_attempt(run.record, "triad")->attempt == 2);
  CHECK(gate_of(run, false).range.from == at_second(50));
  run.record.steps.back().self_check = SelfCheck::wrong_answer;
  REQUIRE(gate_of(run, true).ruling);
  CHECK(gate_of(run, true).ruling->outcome == Outcome::fail);
  CHECK_FALSE(gate_of(run, false).ruling);
}

TEST_CASE("phase gate: an idle stretch has no answers to check", "[certsuite][criteria]") {
  JudgedRun run;
  run.reference.phases[0].workload = "idle";
  run.step().workload = "idle";
  run.step().self_check = SelfCheck::not_run;
  run.step().canary = {};
  run.step().checks = 0;
  CHECK_FALSE(gate_of(run, false).ruling);
}

TEST_CASE("phase gate: a wrong answer needs no canary to be believed", "[certsuite][criteria]") {
  JudgedRun run;
  run.step().self_check = SelfCheck::wrong_answer;
  run.step().canary = {};
  CHECK(gate_of(run, true).ruling->outcome == Outcome::fail);
  run.step().canary = {.planted = true, .caught = false};
  CHECK(gate_of(run, true).ruling->outcome == Outcome::invalid);
}

TEST_CASE("phase gate: a disturbance touches its phase and every stretch around it",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.record.disturbances = {{"clock_step", "moved", "other", at_second(1)}};
  CHECK_FALSE(gate_of(run, false).ruling);
  CHECK(gate_of(run, false, "*").ruling->outcome == Outcome::invalid);
  run.record.disturbances = {{"boot_id_changed", "rebooted", "*", at_second(1)}};
  CHECK(gate_of(run, true).ruling->outcome == Outcome::invalid);
}

TEST_CASE("phase gate: only COMPLETE lets numbers count", "[certsuite][criteria]") {
  for (const auto& status : kStepStatuses) {
    JudgedRun run;
    run.step().status = status.value;
    const auto gate = gate_of(run, true);
    CHECK(gate.ruling.has_value() == (status.value != StepStatus::complete));
    if (gate.ruling) {
      CHECK(gate.ruling->outcome ==
            (status.value == StepStatus::skipped ? Outcome::not_judged : Outcome::inconclusive));
    }
  }
}

}  // namespace
}  // namespace rackproof::criteria
