#include "certsuite/runner_messages.h"

#include <csignal>

#include <catch2/catch.hpp>

#include "tests/support/frozen_clock.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// One step in the making and what was kept of it.
struct Listening {
  Listening() {
    step.started = clock.now();
    step.planned_seconds = 5;
    clock.advance(std::chrono::seconds(1));
  }

  bool hears(const ChildMessage& message) { return messages.take(encode_message(message)); }
  Step& ends(const ChildResult& child) {
    messages.conclude(child);
    return step;
  }
  [[nodiscard]] Window window() const {
    return {.device = "node/memory",
            .metric = "mem_triad_bytes_per_second",
            .ended = clock.now(),
            .seconds = 1,
            .value = 1e10};
  }

  FrozenClock clock;
  Inventory inventory = inventory_of({"node", "node/memory"});
  Step step;
  Samples kept;
  StepMessages messages{inventory, clock, step,
                        [this](const Sample& sample) { kept.push_back(sample); }};
};

ChildResult exited(int code) {
  ChildResult child;
  child.exit_code = code;
  child.cpu_seconds = 1;
  return child;
}

Mismatch wrong_at(std::string where) {
  Mismatch mismatch;
  mismatch.device = "node";
  mismatch.where = std::move(where);
  return mismatch;
}

WorkloadOutcome correct() {
  return {.self_check = SelfCheck::correct,
          .canary = {.planted = true, .caught = true},
          .checks = 100,
          .mismatch_count = 0,
          .skipped = ""};
}

}  // namespace

TEST_CASE("messages: windows become samples on the inventory's devices", "[runner]") {
  Listening child;

  CHECK(child.hears(WarmUpOver{child.clock.now()}));
  CHECK(child.hears(child.window()));
  CHECK(child.hears(Fact{"kernel", "SkylakeX", ""}));
  CHECK(child.hears(correct()));
  const auto& step = child.ends(exited(0));

  REQUIRE(child.kept.size() == 1);
  CHECK(child.inventory.devices[child.kept[0].device].id == "node/memory");
  CHECK(std::get<double>(child.kept[0].reading) == 1e10);
  CHECK(step.status == StepStatus::complete);
  CHECK(step.reason.empty());
  CHECK(step.measured_from == child.clock.now());
  CHECK(step.self_check == SelfCheck::correct);
  CHECK(step.canary.caught);
  CHECK(step.checks == 100);
  CHECK(step.facts.size() == 1);
}

TEST_CASE("messages: a wrong answer is news also with exit status 0, the step is complete",
          "[runner]") {
  Listening child;
  auto outcome = correct();
  outcome.self_check = SelfCheck::wrong_answer;
  outcome.mismatch_count = 3;

  CHECK(child.hears(wrong_at("core 3")));
  CHECK(child.hears(outcome));
  const auto& step = child.ends(exited(0));

  CHECK(step.status == StepStatus::complete);
  CHECK(step.self_check == SelfCheck::wrong_answer);
  CHECK(step.mismatch_count == 3);
  REQUIRE(step.mismatches.size() == 1);
  CHECK(step.mismatches[0].where == "core 3");
}

TEST_CASE("messages: a wrong answer before a crash stays a wrong answer", "[runner]") {
  Listening child;
  CHECK(child.hears(wrong_at("core 3")));
  ChildResult crash;
  crash.signal = SIGSEGV;
  const auto& step = child.ends(crash);

  CHECK(step.status == StepStatus::error);
  CHECK(step.reason == "crashed: SIGSEGV");
  CHECK(step.self_check == SelfCheck::wrong_answer);
  CHECK(step.mismatch_count == 1);
}

TEST_CASE("messages: what cannot be is an error of the step", "[runner]") {
  Listening child;
  auto window = child.window();
  std::string expected;
  bool taken = true;

  SECTION("a line that is no message") {
    taken = child.messages.take("Segmentation fault (core dumped)");
    expected = "'Segmentation fault";
  }
  SECTION("an unknown device") {
    window.device = "node/cpu:99";
    taken = child.hears(window);
    expected = "a window on a device that the inventory lacks: 'node/cpu:99'";
  }
  SECTION("an unknown metric") {
    window.metric = "happiness_ratio";
    taken = child.hears(window);
    expected = "a window of what is no measurement: 'happiness_ratio'";
  }
  SECTION("a probe's metric") {
    window.metric = "probe_success";
    taken = child.hears(window);
    expected = "a window of what is no measurement: 'probe_success'";
  }
  SECTION("a time before the step") {
    window.ended = child.step.started - std::chrono::seconds(1);
    taken = child.hears(window);
    expected = "a time outside the step";
  }
  SECTION("a time that has not come") {
    window.ended = child.clock.now() + std::chrono::seconds(1);
    taken = child.hears(window);
    expected = "a time outside the step";
  }
  SECTION("words after the outcome") {
    CHECK(child.hears(correct()));
    taken = child.hears(window);
    expected = "it went on talking after its outcome";
  }
  SECTION("correct, with mismatches") {
    auto outcome = correct();
    outcome.mismatch_count = 2;
    taken = child.hears(outcome);
    expected = "its self check does not fit its 2 mismatches";
  }
  SECTION("fewer mismatches than it told of") {
    CHECK(child.hears(wrong_at("x")));
    taken = child.hears(correct());
    expected = "it counts 0 mismatches and told of 1";
  }

  CHECK_FALSE(taken);
  CHECK_FALSE(child.messages.take(encode_message(Fact{"a", "b", ""})));
  const auto& step = child.ends(exited(0));
  CHECK(step.status == StepStatus::error);
  INFO(step.reason);
  CHECK(step.reason.starts_with("the workload talked nonsense: " + expected));
  CHECK(child.kept.empty());
}

TEST_CASE("messages: how the child ended decides where its words do not", "[runner]") {
  Listening child;
  ChildResult end;

  SECTION("past its deadline") {
    end.timed_out = true;
    end.wall_seconds = 20;
    CHECK(child.ends(end).status == StepStatus::timed_out);
    CHECK(child.step.reason == "killed after 20 s; 5 s were planned");
  }
  SECTION("ended with the run") {
    end.stopped = true;
    end.signal = SIGTERM;
    CHECK(child.ends(end).status == StepStatus::aborted);
  }
  SECTION("without an outcome") {
    CHECK(child.ends(exited(0)).status == StepStatus::error);
    CHECK(child.step.reason == "ended with exit code 0 and no outcome");
  }
  SECTION("with an outcome and a bad exit code") {
    CHECK(child.hears(correct()));
    CHECK(child.ends(exited(1)).status == StepStatus::error);
  }
  SECTION("with its own word for what went wrong") {
    CHECK(child.hears(Error{ErrorKind::io, "no space left"}));
    CHECK(child.ends(exited(3)).status == StepStatus::error);
    CHECK(child.step.reason == "no space left");
  }
  SECTION("not able to run here") {
    auto outcome = correct();
    outcome.self_check = SelfCheck::not_run;
    outcome.skipped = "no compiler found";
    CHECK(child.hears(outcome));
    CHECK(child.ends(exited(0)).status == StepStatus::skipped);
    CHECK(child.step.reason == "no compiler found");
  }
  SECTION("with endless output") {
    end.output_limited = true;
    CHECK(child.ends(end).reason == "the workload wrote without end");
  }
}

TEST_CASE("messages: a child that could not be started is an error", "[runner]") {
  Listening child;
  child.messages.conclude(Error{ErrorKind::absent, "/no/such: no such program"});

  CHECK(child.step.status == StepStatus::error);
  CHECK(child.step.reason == "could not be run: /no/such: no such program");
}

TEST_CASE("messages: every mismatch is counted, the first ones are kept", "[runner]") {
  Listening child;
  for (int i = 0; i < 200; ++i) {
    CHECK(child.hears(wrong_at(std::to_string(i))));
  }
  const auto& step = child.ends(exited(0));

  CHECK(step.mismatch_count == 200);
  CHECK(step.mismatches.size() == 64);
  CHECK(step.mismatches[0].where == "0");
}
