#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/units.h"

namespace rackproof {

/// The five words, and no others.
enum class Outcome { pass, fail, inconclusive, not_judged, invalid };

inline constexpr std::array kOutcomes{
    EnumName<Outcome>{Outcome::pass, "PASS"},
    EnumName<Outcome>{Outcome::fail, "FAIL"},
    EnumName<Outcome>{Outcome::inconclusive, "INCONCLUSIVE"},
    EnumName<Outcome>{Outcome::not_judged, "NOT JUDGED"},
    EnumName<Outcome>{Outcome::invalid, "INVALID"},
};

/// How a value was held to its limits. The first two are rules of a criterion
/// (schemas/criterion.h); exact is of what is compared or counted in the inventory and not
/// measured.
enum class RuleKind { simple, guard_band, exact };

inline constexpr std::array kRuleKinds{
    EnumName<RuleKind>{RuleKind::simple, "simple"},
    EnumName<RuleKind>{RuleKind::guard_band, "guard_band"},
    EnumName<RuleKind>{RuleKind::exact, "exact"},
};

/// By what an uncertainty is known (JCGM 100): the spread of the windows is type A, what an
/// instrument's calibration gives type B.
enum class UncertaintyEvaluation { none, type_a, type_b, type_a_and_b };

inline constexpr std::array kUncertaintyEvaluations{
    EnumName<UncertaintyEvaluation>{UncertaintyEvaluation::none, "none"},
    EnumName<UncertaintyEvaluation>{UncertaintyEvaluation::type_a, "type_a"},
    EnumName<UncertaintyEvaluation>{UncertaintyEvaluation::type_b, "type_b"},
    EnumName<UncertaintyEvaluation>{UncertaintyEvaluation::type_a_and_b, "type_a_and_b"},
};

/// k of every expanded uncertainty of ours.
inline constexpr double kCoverageFactor = 2;

/// What a verdict rests on besides its numbers.
struct Grounds {
  RuleKind rule = RuleKind::exact;
  std::string statistic;                       ///< A word of kStatistics; "" = none was asked for.
  std::optional<double> coverage_factor = {};  ///< k of the uncertainty; none = none is known.
  UncertaintyEvaluation evaluation = UncertaintyEvaluation::none;
  std::string instrument = {};             ///< Id of that of type B; "" = none.
  std::vector<std::string> evidence = {};  ///< Paths of members that were looked at, ascending.

  bool operator==(const Grounds&) const = default;
};

/// The answer to one criterion for one device. Numbers are in the metric's base unit and finite.
struct Verdict {
  std::string criterion;
  std::string criterion_class;
  std::string device;  ///< Device::id; "<kind>[<n>]" for an empty slot; "" when nothing was bound.
  bool required = true;
  Outcome outcome = Outcome::not_judged;
  Unit unit = Unit::one;
  std::optional<double> observed;
  std::optional<double> uncertainty;  ///< Expanded, k = 2; none = not known.
  std::optional<double> at_least;     ///< The limits after unit and share were resolved.
  std::optional<double> at_most;
  std::optional<double> accept_at_least;  ///< After the decision rule moved them.
  std::optional<double> accept_at_most;
  std::int64_t readable = 0;  ///< Samples or windows with a value.
  std::int64_t missing = 0;   ///< Samples or windows with a reason instead.
  std::string reason;         ///< One sentence: why this outcome.
  /// judge() always gives them; nothing in reports of releases that did not say them.
  std::optional<Grounds> grounds = {};

  bool operator==(const Verdict&) const = default;
};

/// All verdicts of a report, in the order of criteria, then of device ids, and what follows.
struct Judgement {
  std::vector<Verdict> verdicts;
  Outcome overall = Outcome::inconclusive;
  std::vector<std::string> because;  ///< Why the overall verdict is what it is, one sentence each.

  bool operator==(const Judgement&) const = default;
};

}  // namespace rackproof
