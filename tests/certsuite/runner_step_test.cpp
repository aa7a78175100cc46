#include "certsuite/runner_step.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

PlannedStep planned(std::string phase) {
  PlannedStep step;
  step.phase = std::move(phase);
  step.workload = "gemm_exact";
  step.seconds = 2.5;
  step.seed = 42;
  return step;
}

}  // namespace

TEST_CASE("step: its arguments repeat it by hand", "[runner]") {
  auto step = planned("gemm");
  step.parameters = {{"share", 0.25}, {"buffer", 1048576}};

  CHECK(workload_arguments(step) ==
        std::vector<std::string>{"workload", "gemm_exact", "--seed", "42", "--seconds", "2.5",
                                 "--parameter", "buffer=1048576", "--parameter", "share=0.25"});
}

TEST_CASE("step: log names sort in the order of the run and stay within the directory",
          "[runner]") {
  CHECK(log_name(0, planned("gemm-exact")) == "01-gemm-exact.log");
  CHECK(log_name(99, planned("gemm")) == "100-gemm.log");
  CHECK(log_name(1, planned("../Oh no")) == "02-____h_no.log");
}

TEST_CASE("step: a new one says what was planned, when, and the command that repeats it",
          "[runner]") {
  auto plan = planned("gemm");
  const UtcTime now{std::chrono::seconds(7)};
  const auto step = new_step(plan, 2, now);
  CHECK(step.phase == "gemm");
  CHECK(step.workload == "gemm_exact");
  CHECK(step.attempt == 2);
  CHECK(step.planned_seconds == 2.5);
  CHECK(step.seed == 42);
  CHECK(step.command == "rackproof workload gemm_exact --seed 42 --seconds 2.5");
  CHECK(step.reason.empty());
  CHECK(step.status == StepStatus::skipped);
  CHECK((step.started == now && step.measured_from == now && step.finished == now));

  plan.skipped = "no compiler found";
  CHECK(new_step(plan, 1, now).reason == "no compiler found");
}

TEST_CASE("step: resting before it ends when the run does", "[runner]") {
  auto plan = planned("gemm");
  plan.settle_seconds = 3600;
  std::stop_source stop;
  stop.request_stop();
  settle_before(plan, stop.get_token());  // or this test never ends
  plan.settle_seconds = 0;
  settle_before(plan, {});
  CHECK(stop.stop_requested());
}
