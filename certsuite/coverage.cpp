#include "certsuite/coverage.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "certsuite/criteria/judge.h"

namespace rackproof {
namespace {

using std::chrono::seconds;

constexpr std::string_view kIdlePurpose =
    "The machine is left alone and read: what it shows at rest.";

/// A store in which nothing was kept.
class NothingRead final : public SeriesSource {
 public:
  Result<std::vector<SeriesKey>> keys() override { return std::vector<SeriesKey>{}; }
  Result<Series> read(const SeriesKey& /*key*/, TimeRange /*range*/) override { return Series{}; }
  Result<Point> last(const SeriesKey& /*key*/) override {
    return Error{ErrorKind::absent, "nothing was read yet"};
  }
};

Step carried_out(const PlannedStep& planned, UtcTime started) {
  Step step;
  step.phase = planned.phase;
  step.workload = planned.workload;
  step.started = step.measured_from = started;
  step.finished = started + seconds(1);
  if (planned.skipped.empty()) {
    step.status = StepStatus::complete;
    step.self_check = SelfCheck::correct;
    step.canary = {.planted = true, .caught = true};
    step.checks = 1;
  } else {
    step.reason = planned.skipped;
  }
  return step;
}

/// The record of a run in which every step went as planned.
RunRecord carried_out(const Plan& plan, const Inventory& inventory) {
  RunRecord record;
  record.tier = plan.tier;
  record.status = RunStatus::complete;
  record.simulated = inventory.simulated;
  record.root = "/";
  record.started = record.finished = UtcTime{};
  for (const auto& step : plan.steps) {
    record.steps.push_back(carried_out(step, record.finished));
    record.finished += seconds(1);
  }
  return record;
}

/// Known before anything was read: a part that is missing, a kind that must be there and is not.
bool known_to_stand(const Verdict& verdict) {
  if (!verdict.required) {
    return false;
  }
  return verdict.outcome == Outcome::fail || verdict.outcome == Outcome::invalid ||
         (verdict.outcome == Outcome::inconclusive &&
          (verdict.device.empty() || verdict.criterion_class == "identity" ||
           verdict.criterion == "software"));
}

bool can_pass_in(const std::vector<Verdict>& verdicts, const std::string& criterion_class) {
  return std::ranges::any_of(verdicts, [&criterion_class](const Verdict& verdict) {
    return verdict.required && verdict.outcome != Outcome::not_judged &&
           verdict.criterion_class == criterion_class;
  });
}

std::vector<std::string> obstacles(const Architecture& reference,
                                   const std::vector<Verdict>& verdicts) {
  std::vector<std::string> lines;
  for (const auto& verdict : verdicts) {
    if (known_to_stand(verdict)) {
      lines.push_back(verdict.criterion + (verdict.device.empty() ? "" : " on " + verdict.device) +
                      ": " + std::string(word_of(kOutcomes, verdict.outcome)) + ": " +
                      verdict.reason);
    }
  }
  for (const auto& criterion_class : reference.must_judge) {
    if (!can_pass_in(verdicts, criterion_class)) {
      lines.push_back("class '" + criterion_class +
                      "' must be judged and no required criterion of it can be");
    }
  }
  return lines;
}

std::string purpose_of(const PlannedStep& step, const WorkloadMaker& workloads) {
  if (step.workload == kIdle) {
    return std::string(kIdlePurpose);
  }
  const auto workload = workloads(step.workload);
  return workload ? std::string(workload->purpose()) : "";
}

}  // namespace

Result<Coverage> coverage_of(const Architecture& reference, const Inventory& inventory,
                             const Plan& plan, const WorkloadMaker& workloads) {
  const auto record = carried_out(plan, inventory);
  NothingRead nothing;
  auto judgement = judge({reference, inventory, record, nothing});
  if (!judgement) {
    return std::move(judgement).error();
  }
  Coverage coverage;
  for (const auto& step : plan.steps) {
    coverage.purposes.push_back(purpose_of(step, workloads));
  }
  coverage.verdicts = judgement->verdicts.size();
  coverage.uncovered = criteria::uncovered_by(reference, inventory);
  coverage.not_covered = criteria::not_covered(*judgement, reference, inventory);
  coverage.cannot_pass = obstacles(reference, judgement->verdicts);
  std::ranges::copy_if(
      judgement->verdicts, std::back_inserter(coverage.not_judged),
      [](const Verdict& verdict) { return verdict.outcome == Outcome::not_judged; });
  return coverage;
}

}  // namespace rackproof
