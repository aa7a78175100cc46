#include <csignal>
#include <functional>
#include <string>
#include <utility>

#include "certsuite/runner_messages.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/sample_maker.h"
#include "tests/wrong_inputs/wrong_input.h"

namespace rackproof::testing {
namespace {

/// The runner's ear on the step "triad" of a good run.
class Ear {
 public:
  explicit Ear(JudgedRun& run)
      : inventory_(run.inventory), clock_(run.step().finished), step_(run.step()) {
    step_.self_check = SelfCheck::not_run;
    step_.canary = {};
    step_.checks = 0;
  }

  void hears(const ChildMessage& message) {
    static_cast<void>(messages_.take(encode_message(message)));
  }
  void hears(std::string_view line) { static_cast<void>(messages_.take(line)); }
  void ends(const ChildResult& child) { messages_.conclude(child); }
  void ends_well() { exits(0); }
  void exits(int code) {
    ChildResult child;
    child.exit_code = code;
    child.cpu_seconds = 60;
    ends(child);
  }

  void never_started() { messages_.conclude(Error{ErrorKind::absent, "no such file"}); }

  [[nodiscard]] Window window() const {
    return {.device = std::string(kSecondCard),
            .metric = std::string(kTriad),
            .ended = clock_.now(),
            .seconds = 1,
            .value = 95e9};
  }

 private:
  const Inventory& inventory_;
  FrozenClock clock_;
  Step& step_;
  StepMessages messages_{inventory_, clock_, step_, [](const Sample&) {}};
};

WorkloadOutcome good() {
  return {.self_check = SelfCheck::correct,
          .canary = {.planted = true, .caught = true},
          .checks = 1000,
          .mismatch_count = 0,
          .skipped = ""};
}

Mismatch wrong_tile() {
  return {std::string(kSecondCard), "tile 7", "0x10", "0x11", "0x01", 3.5};
}

Fault child(std::string name, std::function<void(Ear&)> says, Outcome overall,
            std::string because) {
  return {std::move(name),
          [says = std::move(says)](JudgedRun& run) {
            Ear ear(run);
            says(ear);
          },
          overall, std::move(because)};
}

std::vector<Fault> children_that_lie() {
  return {
      child(
          "zero work done, said to be correct",
          [](Ear& ear) {
            auto outcome = good();
            outcome.checks = 0;
            ear.hears(outcome);
            ear.ends_well();
          },
          Outcome::invalid, "did not check its answers"),
      child(
          "canary planted and missed",
          [](Ear& ear) {
            auto outcome = good();
            outcome.canary.caught = false;
            ear.hears(outcome);
            ear.ends_well();
          },
          Outcome::invalid, "missed the wrong result planted in it"),
      child(
          "result of a device that is not there",
          [](Ear& ear) {
            auto window = ear.window();
            window.device = "node/card:7";
            ear.hears(window);
            ear.hears(good());
            ear.ends_well();
          },
          Outcome::inconclusive, "a device that the inventory lacks: 'node/card:7'"),
      child(
          "window of zero seconds",
          [](Ear& ear) {
            auto window = ear.window();
            window.seconds = 0;
            ear.hears(window);
            ear.hears(good());
            ear.ends_well();
          },
          Outcome::inconclusive, "a window of 0 s"),
      child(
          "window from before the step",
          [](Ear& ear) {
            auto window = ear.window();
            window.ended = at_second(1);
            ear.hears(window);
            ear.hears(good());
            ear.ends_well();
          },
          Outcome::inconclusive, "a time outside the step"),
      child(
          "correct, beside mismatches",
          [](Ear& ear) {
            auto outcome = good();
            outcome.mismatch_count = 3;
            ear.hears(outcome);
            ear.ends_well();
          },
          Outcome::fail, "3 wrong answers"),
      child(
          "mismatch told and not counted",
          [](Ear& ear) {
            ear.hears(wrong_tile());
            ear.hears(good());
            ear.ends_well();
          },
          Outcome::fail, "at tile 7: expected 0x10, got 0x11"),
      child(
          "a thousand mismatches, of which a list keeps the first",
          [](Ear& ear) {
            for (int i = 0; i < 1000; ++i) {
              ear.hears(wrong_tile());
            }
            auto outcome = good();
            outcome.self_check = SelfCheck::wrong_answer;
            outcome.mismatch_count = 1000;
            ear.hears(outcome);
            ear.ends_well();
          },
          Outcome::fail, "1000 wrong answers"),
      child(
          "word PASS instead of an outcome",
          [](Ear& ear) {
            ear.hears("PASS");
            ear.exits(0);
          },
          Outcome::inconclusive, "talked nonsense: 'PASS'"),
  };
}

std::vector<Fault> children_that_fail() {
  return {
      child(
          "allocation error, then a good result",
          [](Ear& ear) {
            ear.hears(Error{ErrorKind::io, "could not allocate 90 GiB"});
            ear.hears(good());
            ear.ends_well();
          },
          Outcome::inconclusive, "could not allocate 90 GiB"),
      child(
          "good result, exit status 1",
          [](Ear& ear) {
            ear.hears(good());
            ear.exits(1);
          },
          Outcome::inconclusive, "gave an outcome, then ended with exit code 1"),
      child(
          "exit status 0 and no result", [](Ear& ear) { ear.ends_well(); }, Outcome::inconclusive,
          "ended with exit code 0 and no outcome"),
      child(
          "crash after a wrong answer",
          [](Ear& ear) {
            ear.hears(wrong_tile());
            ChildResult crashed;
            crashed.signal = SIGSEGV;
            ear.ends(crashed);
          },
          Outcome::fail, "1 wrong answer"),
      child(
          "killed at its deadline",
          [](Ear& ear) {
            ChildResult late;
            late.timed_out = true;
            late.wall_seconds = 90;
            ear.ends(late);
          },
          Outcome::inconclusive, "killed after 90 s"),
      child(
          "output without end",
          [](Ear& ear) {
            ChildResult endless;
            endless.output_limited = true;
            ear.ends(endless);
          },
          Outcome::inconclusive, "wrote without end"),
      child(
          "program that could not be started", [](Ear& ear) { ear.never_started(); },
          Outcome::inconclusive, "could not be run: no such file"),
      child(
          "nothing to work with, said to be skipped",
          [](Ear& ear) {
            auto outcome = good();
            outcome.self_check = SelfCheck::not_run;
            outcome.skipped = "no device answered";
            ear.hears(outcome);
            ear.ends_well();
          },
          Outcome::inconclusive, "was skipped: no device answered"),
  };
}

}  // namespace

WrongInputs wrong_child_inputs() {
  return judged_faults("runner", {children_that_lie(), children_that_fail()});
}

}  // namespace rackproof::testing
