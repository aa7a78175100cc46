#include "certsuite/criteria/phase_gate.h"

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"
#include "tests/support/sample_maker.h"

namespace rackproof::criteria {
namespace {

using testing::at_second;
using testing::JudgedRun;

PhaseGate gate_of(const JudgedRun& run, Looks looks, const std::string& during = "triad") {
  Criterion criterion;
  criterion.during = during;
  return phase_gate(criterion, looks, run.reference, run.record);
}

PhaseGate gate_of(const JudgedRun& run, bool windowed, const std::string& during = "triad") {
  return gate_of(run, windowed ? Looks::rates : Looks::samples, during);
}

TimeRange range_of(const PhaseGate& gate) {
  REQUIRE(gate.stretches.size() == 1);
  return gate.stretches.front().range;
}

TEST_CASE("phase gate: windows count after warm-up, samples from the start, both ends included",
          "[certsuite][criteria]") {
  const JudgedRun run;
  const auto windows = gate_of(run, true);
  REQUIRE_FALSE(windows.ruling);
  CHECK(range_of(windows).from == at_second(30));
  CHECK(range_of(windows).contains(at_second(80)));
  CHECK_FALSE(range_of(windows).contains(at_second(80.000000002)));
  CHECK(range_of(gate_of(run, false)).from == at_second(20));
  CHECK(range_of(gate_of(run, false, "*")).from == at_second(0));
  CHECK(range_of(gate_of(run, false, "*")).contains(at_second(100)));
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
  CHECK(range_of(gate_of(run, false)).from == at_second(50));
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

TEST_CASE("phase gate: what slows the machine takes its rates and leaves its answers",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.record.disturbances = {
      {"foreign_load", "1.7 processors busy", "triad", at_second(40), Touches::rates}};
  const auto rates = gate_of(run, Looks::rates);
  REQUIRE(rates.ruling);
  CHECK(rates.ruling->outcome == Outcome::inconclusive);
  CHECK(rates.ruling->reason ==
        "something else may have slowed the machine: foreign_load: 1.7 processors busy");
  CHECK_FALSE(gate_of(run, Looks::answers).ruling);
  CHECK_FALSE(gate_of(run, Looks::samples).ruling);
  CHECK_FALSE(gate_of(run, Looks::samples, "*").ruling);
  run.step().mismatch_count = 1;
  CHECK(gate_of(run, Looks::rates).ruling->outcome == Outcome::fail);
  run.step() = JudgedRun().step();
  run.step().canary.caught = false;
  CHECK(gate_of(run, Looks::rates).ruling->outcome == Outcome::invalid);
}

TEST_CASE("phase gate: rates of another phase are untouched", "[certsuite][criteria]") {
  JudgedRun run;
  run.record.disturbances = {{"foreign_load", "busy", "other", at_second(40), Touches::rates}};
  CHECK_FALSE(gate_of(run, Looks::rates).ruling);
  run.record.disturbances = {{"power_cap_changed", "200 W", "*", at_second(40), Touches::rates},
                             {"clock_step", "-3 s", "triad", at_second(41), Touches::everything}};
  CHECK(gate_of(run, Looks::rates).ruling->reason.find("clock_step") != std::string::npos);
}

TEST_CASE("phase gate: segments that overlap make the whole run INVALID", "[certsuite][criteria]") {
  JudgedRun run;
  run.record.segments = {{"a", at_second(0), at_second(60), "reboot", {}},
                         {"b", at_second(50), at_second(100), "", {}}};
  CHECK(gate_of(run, Looks::samples, "*").ruling->outcome == Outcome::invalid);
  run.record.segments[1].started = at_second(62);
  const auto gate = gate_of(run, Looks::samples, "*");
  REQUIRE_FALSE(gate.ruling);
  CHECK(gate.stretches.size() == 2);
  CHECK(gate.unobserved == std::chrono::seconds(2));
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
