#include "certsuite/plan.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

JsonValue step_json(const PlannedStep& step) {
  JsonObject parameters;
  for (const auto& [name, value] : step.parameters) {
    parameters.add(name, value);
  }
  JsonObject object;
  object.add("phase", step.phase)
      .add("workload", step.workload)
      .add("settleSeconds", step.settle_seconds)
      .add("seconds", step.seconds)
      .add("seed", step.seed)
      .add("parameters", parameters.take())
      .add("skipped", step.skipped);
  return object.take();
}

}  // namespace

std::string plan_json(const Plan& plan) {
  JsonArray steps;
  for (const auto& step : plan.steps) {
    steps.add(step_json(step));
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-plan/1")
                        .add("referenceId", plan.reference_id)
                        .add("referenceRevision", plan.reference_revision)
                        .add("referenceDigest", plan.reference_digest)
                        .add("tier", plan.tier)
                        .add("planDigest", plan_digest(plan))
                        .add("askedSeconds", plan.asked_seconds)
                        .add("workSeconds", work_seconds(plan))
                        .add("estimatedSeconds", estimated_seconds(plan))
                        .add("steps", steps.take())
                        .add("deviations", plan.deviations)
                        .take());
}

}  // namespace rackproof
