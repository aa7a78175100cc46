#include "tests/support/progress_parts.h"

#include <chrono>
#include <utility>

namespace rackproof::testing {
namespace {

PlannedStep planned(std::string phase, std::string workload, double seconds) {
  PlannedStep step;
  step.phase = std::move(phase);
  step.workload = std::move(workload);
  step.seconds = seconds;
  return step;
}

}  // namespace

Plan three_steps() {
  Plan plan;
  plan.reference_id = "host";
  plan.tier = "quick";
  plan.steps = {planned("idle", "idle", 2), planned("gemm", "gemm_exact", 6),
                planned("compile", "compile_corpus", 9)};
  plan.steps[2].skipped = "no gcc";
  return plan;
}

Step done(const std::string& phase, StepStatus status) {
  Step step;
  step.phase = phase;
  step.status = status;
  step.finished = step.started + std::chrono::seconds(6);
  return step;
}

void play(ProgressListener& listener) {
  const auto plan = three_steps();
  listener.run_started(plan);
  listener.step_started(0, plan.steps[0]);
  listener.tick(std::chrono::seconds(2));
  listener.step_finished(0, done("idle"));
  listener.step_started(1, plan.steps[1]);
  listener.tick(std::chrono::seconds(5));
}

}  // namespace rackproof::testing
