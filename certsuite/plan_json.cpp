#include "certsuite/plan_json.h"

#include <cstddef>

#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

JsonValue step_json(const PlannedStep& step, const std::string& purpose) {
  JsonObject parameters;
  for (const auto& [name, value] : step.parameters) {
    parameters.add(name, value);
  }
  JsonObject object;
  object.add("phase", step.phase)
      .add("workload", step.workload)
      .add("purpose", purpose)
      .add("settleSeconds", step.settle_seconds)
      .add("seconds", step.seconds)
      .add("seed", step.seed)
      .add("parameters", parameters.take())
      .add("skipped", step.skipped);
  return object.take();
}

JsonValue not_judged_json(const Verdict& verdict) {
  return JsonObject()
      .add("criterion", verdict.criterion)
      .add("class", verdict.criterion_class)
      .add("device", verdict.device)
      .add("required", verdict.required)
      .add("reason", verdict.reason)
      .take();
}

JsonValue coverage_json(const Coverage& coverage) {
  JsonArray not_judged;
  for (const auto& verdict : coverage.not_judged) {
    not_judged.add(not_judged_json(verdict));
  }
  JsonArray uncovered;
  for (const auto& [kind, devices] : coverage.uncovered) {
    uncovered.add(
        JsonObject().add("kind", word_of(kDeviceKinds, kind)).add("devices", devices).take());
  }
  return JsonObject()
      .add("verdicts", static_cast<std::int64_t>(coverage.verdicts))
      .add("notJudged", not_judged.take())
      .add("uncovered", uncovered.take())
      .add("notCovered", coverage.not_covered)
      .add("cannotPass", coverage.cannot_pass)
      .take();
}

}  // namespace

std::string plan_json(const Plan& plan, const Coverage& coverage) {
  JsonArray steps;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    steps.add(step_json(plan.steps[i], coverage.purposes.at(i)));
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-plan/1")
                        .add("referenceId", plan.reference_id)
                        .add("referenceRevision", plan.reference_revision)
                        .add("referenceDigest", plan.reference_digest)
                        .add("tier", plan.tier)
                        .add("planDigest", plan_digest(plan))
                        .add("planText", plan_text(plan))
                        .add("askedSeconds", plan.asked_seconds)
                        .add("workSeconds", work_seconds(plan))
                        .add("estimatedSeconds", estimated_seconds(plan))
                        .add("steps", steps.take())
                        .add("deviations", plan.deviations)
                        .add("coverage", coverage_json(coverage))
                        .take());
}

}  // namespace rackproof
