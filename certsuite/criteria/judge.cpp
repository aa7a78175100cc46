#include "certsuite/criteria/judge.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/criteria/any_device.h"
#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/evaluate.h"
#include "certsuite/criteria/identity.h"
#include "certsuite/criteria/overall.h"
#include "certsuite/criteria/parts.h"
#include "certsuite/criteria/topology.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

using criteria::Question;

/// Half a thousand criteria over a hundred thousand devices of a run that was resumed twenty times.
constexpr std::uint64_t kMostLooks = 1'000'000'000;

/// Stands in for a metric that this release does not know, so that the question can be answered
/// INCONCLUSIVE like any other.
constexpr Metric kUnknownMetric{.name = "", .help = ""};

/// Counts and amounts are answers, the rest says how fast something was.
bool is_rate(Unit unit) {
  return unit != Unit::one && unit != Unit::byte;
}

criteria::Looks looks_of(bool windowed, const Metric& metric) {
  if (!windowed) {
    return criteria::Looks::samples;
  }
  return is_rate(metric.unit) ? criteria::Looks::rates : criteria::Looks::answers;
}

Question question_of(const Criterion& criterion, const Evidence& evidence) {
  const auto* metric = metrics::find(criterion.metric);
  const bool known = metric != nullptr;
  const Metric& asked = known ? *metric : kUnknownMetric;
  const bool windowed = criterion.measurement || asked.measurement;
  Question question{criterion, asked, windowed,
                    criteria::resolve_limits(criterion, asked, evidence.reference),
                    criteria::phase_gate(criterion, looks_of(windowed, asked), evidence.reference,
                                         evidence.record)};
  if (!known) {
    question.limits = {};
    question.limits.ruling = criteria::Ruling{
        Outcome::inconclusive, "this release knows no metric '" + criterion.metric + "'"};
  }
  return question;
}

Verdict settled(const Question& question, std::string device, criteria::Ruling ruling) {
  auto verdict = criteria::blank_verdict(question, std::move(device));
  verdict.outcome = ruling.outcome;
  verdict.reason = std::move(ruling.reason);
  return verdict;
}

/// One verdict for each device that is asked and for each declared place that is empty; one in all
/// where there is neither. A criterion of some devices of a kind asks no empty place: nobody knows
/// whether the part that is missing was one of them.
Result<std::vector<Verdict>> of_each(const Question& question, const Evidence& evidence) {
  const auto kind = question.criterion.on;
  const auto devices = criteria::devices_asked(question.criterion, evidence.inventory);
  const auto present = static_cast<std::int64_t>(devices.size());
  const auto declared = question.criterion.where.empty()
                            ? criteria::declared_count(evidence.reference, kind)
                            : present;
  std::vector<Verdict> verdicts;
  for (const auto* device : devices) {
    auto verdict = criteria::evaluate(question, *device, evidence);
    if (!verdict) {
      return std::move(verdict).error();
    }
    verdicts.push_back(std::move(*verdict));
  }
  const auto reason = present < declared
                          ? criteria::empty_slot_reason(evidence.inventory, kind, present, declared)
                          : std::string();
  for (auto slot = present; slot < declared; ++slot) {
    verdicts.push_back(settled(question, criteria::slot_name(kind, slot), {Outcome::fail, reason}));
  }
  if (verdicts.empty()) {
    verdicts.push_back(
        settled(question, "", criteria::unbound(question.criterion, evidence.inventory)));
  }
  return verdicts;
}

Result<void> ask(const Question& question, const Evidence& evidence, Judgement& judgement) {
  auto verdicts = of_each(question, evidence);
  if (!verdicts) {
    return std::move(verdicts).error();
  }
  const bool bound = !verdicts->front().device.empty();
  if (bound && question.criterion.devices == DevicesAsked::any) {
    judgement.verdicts.push_back(criteria::any_device(*verdicts));
    return {};
  }
  std::ranges::move(*verdicts, std::back_inserter(judgement.verdicts));
  return {};
}

/// Whoever made the evidence may have made it to be judged for days: every criterion and part is
/// put to every device, and looks for its phase among steps and disturbances.
Result<void> within_bounds(const Evidence& evidence) {
  const auto& record = evidence.record;
  const std::uint64_t asking = evidence.reference.criteria.size() + evidence.reference.parts.size();
  const std::uint64_t each = 1 + record.segments.size() + record.site.instruments.size();
  const std::uint64_t looks = asking * (evidence.inventory.devices.size() * each +
                                        record.steps.size() + record.disturbances.size());
  return looks <= kMostLooks ? Result<void>()
                             : Error{ErrorKind::out_of_range,
                                     std::to_string(asking) + " criteria and parts over " +
                                         std::to_string(evidence.inventory.devices.size()) +
                                         " devices and " + std::to_string(record.steps.size()) +
                                         " steps are more than one judgement can be of"};
}

Result<void> few_enough(const Judgement& judgement) {
  return judgement.verdicts.size() <= criteria::kMostVerdicts
             ? Result<void>()
             : Error{ErrorKind::out_of_range, "more than " +
                                                  std::to_string(criteria::kMostVerdicts) +
                                                  " verdicts, which no report can hold"};
}

/// What the inventory alone answers.
void judge_machine(const Evidence& evidence, Judgement& judgement) {
  if (auto identity = criteria::judge_identity(evidence.reference, evidence.inventory)) {
    judgement.verdicts.push_back(std::move(*identity));
  }
  for (auto& verdict : criteria::judge_parts(evidence.reference, evidence.inventory)) {
    judgement.verdicts.push_back(std::move(verdict));
  }
  for (auto& verdict : criteria::judge_topology(evidence.reference, evidence.inventory)) {
    judgement.verdicts.push_back(std::move(verdict));
  }
  if (auto software = criteria::judge_software(evidence.reference, evidence.inventory)) {
    judgement.verdicts.push_back(std::move(*software));
  }
}

}  // namespace

Result<Judgement> judge(const Evidence& evidence) {
  if (auto possible = within_bounds(evidence); !possible) {
    return std::move(possible).error();
  }
  Judgement judgement;
  judge_machine(evidence, judgement);
  if (auto few = few_enough(judgement); !few) {
    return std::move(few).error();
  }
  for (const auto& criterion : evidence.reference.criteria) {
    const auto question = question_of(criterion, evidence);
    auto asked = ask(question, evidence, judgement);
    asked = asked ? few_enough(judgement) : asked;
    if (!asked) {
      return std::move(asked).error();
    }
  }
  criteria::conclude(evidence, judgement);
  return judgement;
}

}  // namespace rackproof
