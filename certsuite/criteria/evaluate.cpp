#include "certsuite/criteria/evaluate.h"

#include <utility>

#include "certsuite/criteria/grounds.h"
#include "certsuite/criteria/observation.h"
#include "certsuite/criteria/readings.h"
#include "certsuite/criteria/reasons.h"
#include "certsuite/criteria/uncertainty.h"

namespace rackproof::criteria {
namespace {

Verdict ruled(Verdict verdict, Outcome outcome, std::string reason) {
  verdict.outcome = outcome;
  verdict.reason = std::move(reason);
  return verdict;
}

/// Only an advisory criterion may leave a device unjudged: what is required must be answered.
bool may_go_unoffered(const Criterion& criterion) {
  return !criterion.required && criterion.not_offered == NotOffered::not_judged;
}

/// A pass that the evidence is too thin for; "" when it is not.
std::string not_enough_to_pass(const Question& question, const Verdict& verdict,
                               const Readings& readings, const Evidence& evidence) {
  if (verdict.missing > verdict.readable) {
    return "more readings lack a value than have one, for: " + readings.usual_reason();
  }
  if (question.criterion.during == "*" && evidence.record.status != RunStatus::complete) {
    return "the run did not complete: " + evidence.record.status_reason;
  }
  return "";
}

Verdict decided(const Question& question, Verdict verdict, const Readings& readings,
                const Uncertainty& uncertainty, const Evidence& evidence) {
  verdict.uncertainty = uncertainty.expanded;
  tell_uncertainty(uncertainty, *verdict.grounds);
  const auto decision = decide(*verdict.observed, verdict.uncertainty, question.limits.limits,
                               question.criterion.rule);
  verdict.outcome = decision.outcome;
  verdict.accept_at_least = decision.accept.at_least;
  verdict.accept_at_most = decision.accept.at_most;
  verdict.reason = sentence(question, verdict, uncertainty);
  if (verdict.outcome == Outcome::pass) {
    const auto thin = not_enough_to_pass(question, verdict, readings, evidence);
    if (!thin.empty()) {
      return ruled(std::move(verdict), Outcome::inconclusive, thin);
    }
  }
  return verdict;
}

}  // namespace

Verdict blank_verdict(const Question& question, std::string device) {
  Verdict verdict;
  verdict.criterion = question.criterion.id;
  verdict.criterion_class = question.criterion.criterion_class;
  verdict.device = std::move(device);
  verdict.required = question.criterion.required;
  verdict.unit = question.limits.unit;
  verdict.at_least = question.limits.limits.at_least;
  verdict.at_most = question.limits.limits.at_most;
  verdict.grounds = grounds_of(question.criterion);
  return verdict;
}

Result<Verdict> evaluate(const Question& question, const Device& device, const Evidence& evidence) {
  auto verdict = blank_verdict(question, device.id);
  verdict.grounds->evidence.emplace_back(kRunRecordEvidence);
  if (question.gate.ruling) {
    return ruled(verdict, question.gate.ruling->outcome, question.gate.ruling->reason);
  }
  if (question.limits.ruling) {
    return ruled(verdict, question.limits.ruling->outcome, question.limits.ruling->reason);
  }
  auto readings = gather(question, device, question.metric.name, evidence);
  if (!readings) {
    return std::move(readings).error().during(question.criterion.id + " on " + device.id);
  }
  verdict.grounds->evidence.emplace_back(kSamplesEvidence);
  verdict.readable = static_cast<std::int64_t>(readings->readable().size());
  verdict.missing = readings->missing();
  if (may_go_unoffered(question.criterion) && readings->never_offered()) {
    return ruled(verdict, Outcome::not_judged,
                 "the device does not offer it: " + readings->usual_reason());
  }
  if (readings->readable().size() < fewest(question.criterion)) {
    return ruled(verdict, Outcome::inconclusive, too_few(question, *readings));
  }
  auto seen = observe(question, device, *readings, evidence);
  if (!seen) {
    return std::move(seen).error().during(question.criterion.id + " on " + device.id);
  }
  verdict.observed = seen->value;
  if (!seen->trouble.empty()) {
    return ruled(verdict, Outcome::inconclusive, seen->trouble);
  }
  const auto uncertainty = uncertainty_of(question, device, *readings, evidence.record);
  return decided(question, std::move(verdict), *readings, uncertainty, evidence);
}

}  // namespace rackproof::criteria
