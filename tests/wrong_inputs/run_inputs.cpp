#include <cmath>
#include <string>

#include "certsuite/frequency_watch.h"
#include "tests/support/sample_maker.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

std::vector<Fault> faults_of_work() {
  return {
      {"skipped workload",
       [](JudgedRun& run) {
         run.step().status = StepStatus::skipped;
         run.step().reason = "no compiler found";
         run.reference.must_judge = {"memory", "thermal"};
         run.reference.criteria.pop_back();
       },
       Outcome::inconclusive, "phase 'triad' was skipped: no compiler found"},
      {"workload crashed",
       [](JudgedRun& run) {
         run.step().status = StepStatus::error;
         run.step().reason = "ended by SIGSEGV";
       },
       Outcome::inconclusive, "ended by SIGSEGV"},
      {"workload hung",
       [](JudgedRun& run) {
         run.step().status = StepStatus::timed_out;
         run.step().reason = "killed after 90 s";
       },
       Outcome::inconclusive, "killed after 90 s"},
      {"wrong answer",
       [](JudgedRun& run) {
         run.step().self_check = SelfCheck::wrong_answer;
         run.step().mismatch_count = 2;
         run.step().mismatches = {{"node/card:1", "tile 7", "0x10", "0x11", "0x01", 3.5}};
       },
       Outcome::fail, "first on node/card:1 at tile 7: expected 0x10, got 0x11"},
      {"wrong answer, then a better attempt",
       [](JudgedRun& run) {
         auto again = run.step();
         again.attempt = 2;
         run.step().self_check = SelfCheck::wrong_answer;
         run.record.steps.push_back(again);
       },
       Outcome::fail, "attempt 1"},
      {"a mismatch said to be correct", [](JudgedRun& run) { run.step().mismatch_count = 1; },
       Outcome::fail, "1 wrong answer "},
      {"wrong answer that no criterion looks at",
       [](JudgedRun& run) {
         auto other = run.step();
         other.phase = other.workload = "cpu_sdc";
         other.self_check = SelfCheck::wrong_answer;
         run.record.steps.push_back(other);
       },
       Outcome::fail, "answered wrongly: cpu_sdc"},
      {"canary missed", [](JudgedRun& run) { run.step().canary.caught = false; }, Outcome::invalid,
       "missed the wrong result planted in it"},
      {"canary not planted", [](JudgedRun& run) { run.step().canary = {}; }, Outcome::invalid,
       "planted no wrong result"},
      {"self check not run", [](JudgedRun& run) { run.step().self_check = SelfCheck::not_run; },
       Outcome::invalid, "did not check its answers"},
      {"self check that compared nothing", [](JudgedRun& run) { run.step().checks = 0; },
       Outcome::invalid, "did not check its answers"},
      {"another workload than asked", [](JudgedRun& run) { run.step().workload = "idle"; },
       Outcome::inconclusive, "ran idle where the reference asks for mem_triad"},
      {"no step at all", [](JudgedRun& run) { run.record.steps.clear(); }, Outcome::inconclusive,
       "has no step for phase 'triad'"},
      {"stamps out of order", [](JudgedRun& run) { run.step().measured_from = at_second(10); },
       Outcome::inconclusive, "out of order"},
      {"all windows inside the warm-up",
       [](JudgedRun& run) { run.step().measured_from = at_second(80); }, Outcome::inconclusive,
       "1 window of mem_triad_bytes_per_second with a value, 20 asked"},
      {"rate below its floor",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kTriad)) {
           point.reading =
               84.9e9 + 1e6 * static_cast<double>(point.taken_at.time_since_epoch().count() % 3);
         }
       },
       Outcome::fail, "at least 8.5e+10 B/s asked"},
      {"guard band without an uncertainty",
       [](JudgedRun& run) {
         for (auto& point : run.of_second_card(kTriad)) {
           point.reading = 95e9;
         }
       },
       Outcome::inconclusive, "none is known"},
  };
}

/// Three, then five, then nothing any more.
std::int64_t counted_before_reboot(UtcTime at) {
  if (at > at_second(60)) {
    return 0;
  }
  return at > at_second(50) ? 5 : 3;
}

std::vector<Fault> faults_of_runs() {
  return {
      {"aborted run",
       [](JudgedRun& run) {
         run.record.status = RunStatus::aborted;
         run.record.status_reason = "SIGINT";
       },
       Outcome::inconclusive, "The run did not complete: SIGINT"},
      {"step aborted",
       [](JudgedRun& run) {
         run.step().status = StepStatus::aborted;
         run.step().reason = "SIGTERM";
         run.record.status = RunStatus::aborted;
       },
       Outcome::inconclusive, "did not complete"},
      {"clock step",
       [](JudgedRun& run) {
         run.record.disturbances = {{"clock_step", "moved by -3 s", "triad", at_second(40)}};
       },
       Outcome::invalid, "clock_step: moved by -3 s"},
      {"machine started anew",
       [](JudgedRun& run) {
         run.record.disturbances = {{"boot_id_changed", "rebooted", "*", at_second(40)}};
       },
       Outcome::invalid, "boot_id_changed"},
      {"run that ends before it starts",
       [](JudgedRun& run) { run.record.finished = at_second(-1); }, Outcome::invalid,
       "ends before it starts"},
      {"foreign load beside a phase",
       [](JudgedRun& run) {
         run.record.disturbances = {{"foreign_load", "1.8 of 2 processors busy with other work",
                                     "triad", at_second(40), Touches::rates}};
       },
       Outcome::inconclusive, "foreign_load: 1.8 of 2 processors busy"},
      {"processors held far below their base frequency",
       [](JudgedRun& run) {
         auto found = compare_clocks(
             {{0, 0.98, {0.8e9, 0.8e9, 0.8e9}, {0.96e9, "0.4 of its base frequency of 2.4 GHz"}}});
         for (auto& disturbance : found.disturbances) {
           disturbance.phase = "triad";
           disturbance.at = at_second(40);
           run.record.disturbances.push_back(disturbance);
         }
       },
       Outcome::inconclusive,
       "cpu_frequency_low: 1 of 1 loaded processors ran far below their frequency"},
      {"power cap changed under a phase",
       [](JudgedRun& run) {
         run.record.disturbances = {
             {"power_cap_changed", "400 W, then 250 W", "triad", at_second(40), Touches::rates}};
       },
       Outcome::inconclusive, "power_cap_changed: 400 W, then 250 W"},
      {"wrong answers under foreign load",
       [](JudgedRun& run) {
         run.record.disturbances = {
             {"foreign_load", "busy", "triad", at_second(40), Touches::rates}};
         run.step().mismatch_count = 2;
       },
       Outcome::fail, "2 wrong answers"},
      {"a part swapped in the middle",
       [](JudgedRun& run) {
         run.record.disturbances = {{"device_changed", "node/card:1: serial A1, then B7", "*",
                                     at_second(60), Touches::everything}};
       },
       Outcome::invalid, "serial A1, then B7"},
      {"segments of a resumed run that overlap",
       [](JudgedRun& run) {
         run.record.segments = {{"a", at_second(0), at_second(60), "reboot", {}},
                                {"b", at_second(50), at_second(100), "", {}}};
       },
       Outcome::invalid, "segments of the run overlap"},
      {"counter not read before the reboot",
       [](JudgedRun& run) {
         run.record.segments = {{"a", at_second(0), at_second(60), "reboot", {}},
                                {"b", at_second(70), at_second(100), "", {}}};
         std::erase_if(run.of_second_card(kErrors), [](const Point& point) {
           return point.taken_at > at_second(40) && point.taken_at < at_second(70);
         });
       },
       Outcome::inconclusive, "not read for 20.0 s at the end"},
      {"errors counted before the reboot and cleared by it",
       [](JudgedRun& run) {
         run.record.segments = {{"a", at_second(0), at_second(60), "reboot", {}},
                                {"b", at_second(61), at_second(100), "", {}}};
         for (auto& point : run.of_second_card(kErrors)) {
           point.reading = std::int64_t{counted_before_reboot(point.taken_at)};
         }
       },
       Outcome::fail, "growth of 101 samples is 2"},
      {"step cut off by a reboot and never done again",
       [](JudgedRun& run) {
         run.step().status = StepStatus::aborted;
         run.step().reason = "the machine rebooted";
         run.record.segments = {{"a", at_second(0), at_second(80), "reboot", {}},
                                {"b", at_second(90), at_second(100), "", {}}};
       },
       Outcome::inconclusive, "the machine rebooted"},
      {"better attempt after a canary that was missed",
       [](JudgedRun& run) {
         auto again = run.step();
         again.attempt = 2;
         again.canary.caught = false;
         run.record.steps.push_back(again);
       },
       Outcome::invalid, "missed the wrong result planted in it"},
  };
}

}  // namespace

WrongInputs wrong_runs() {
  return judged_faults("run", {faults_of_work(), faults_of_runs()});
}

}  // namespace rackproof::testing
