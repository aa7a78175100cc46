#include "certsuite/criteria/grounds.h"

#include <algorithm>

namespace rackproof::criteria {
namespace {

/// What decide() does under that name.
RuleUsed rule_of(RuleKind kind) {
  const bool guarded = kind == RuleKind::guard_band;
  return {kind, guarded ? 1.0 : 0.0, guarded ? std::optional(kCoverageFactor) : std::nullopt};
}

}  // namespace

Grounds exact_grounds(bool looked_at) {
  Grounds grounds;
  if (looked_at) {
    grounds.evidence.emplace_back(kInventoryEvidence);
  }
  return grounds;
}

Grounds grounds_of(const Criterion& criterion) {
  Grounds grounds;
  grounds.rule =
      criterion.rule == DecisionRule::guard_band ? RuleKind::guard_band : RuleKind::simple;
  grounds.statistic = std::string(word_of(kStatistics, criterion.statistic));
  grounds.evidence.emplace_back(kInventoryEvidence);
  return grounds;
}

void tell_uncertainty(const Uncertainty& uncertainty, Grounds& grounds) {
  if (!uncertainty.expanded) {
    return;
  }
  grounds.coverage_factor = kCoverageFactor;
  grounds.instrument = uncertainty.instrument;
  const bool of_type_b = !uncertainty.instrument.empty();
  grounds.evaluation = !of_type_b                ? UncertaintyEvaluation::type_a
                       : uncertainty.from_spread ? UncertaintyEvaluation::type_a_and_b
                                                 : UncertaintyEvaluation::type_b;
}

std::vector<RuleUsed> rules_used(const std::vector<Verdict>& verdicts) {
  std::vector<RuleUsed> rules;
  for (const auto& row : kRuleKinds) {
    const bool named = std::ranges::any_of(verdicts, [kind = row.value](const Verdict& verdict) {
      return verdict.grounds && verdict.grounds->rule == kind;
    });
    if (named) {
      rules.push_back(rule_of(row.value));
    }
  }
  return rules;
}

}  // namespace rackproof::criteria
