#pragma once

#include <vector>

#include "certsuite/criteria/uncertainty.h"
#include "schemas/criterion.h"
#include "schemas/report.h"
#include "schemas/verdict.h"

/// What a verdict rests on, as a report says it: rule, statistic, how U was evaluated, and the
/// members of the bundle that were looked at. Pure.
namespace rackproof::criteria {

/// As they are called in a bundle; the run record by this name whether it is sealed or not.
inline constexpr const char* kInventoryEvidence = "inventory.json";
inline constexpr const char* kRunRecordEvidence = "run-record.json";
inline constexpr const char* kSamplesEvidence = "samples.db";

/// Of what is compared with the inventory, or, by `looked_at` = false, with nothing at all: where
/// the reference itself leaves nothing to ask.
[[nodiscard]] Grounds exact_grounds(bool looked_at = true);

/// Of a criterion that was put to the inventory's devices and no further.
[[nodiscard]] Grounds grounds_of(const Criterion& criterion);

/// Adds how U was evaluated; nothing where it is not known.
void tell_uncertainty(const Uncertainty& uncertainty, Grounds& grounds);

/// What the rules are that the verdicts name, each once, in the order of kRuleKinds: decide() and
/// nothing else holds a value to its limits.
[[nodiscard]] std::vector<RuleUsed> rules_used(const std::vector<Verdict>& verdicts);

}  // namespace rackproof::criteria
