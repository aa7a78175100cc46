#pragma once

#include <optional>

#include "schemas/criterion.h"
#include "schemas/verdict.h"

namespace rackproof::criteria {

/// What a value is held to, in the metric's base unit.
struct Limits {
  std::optional<double> at_least;
  std::optional<double> at_most;
};

/// pass or fail, or inconclusive where the rule cannot be applied.
struct Decision {
  Outcome outcome = Outcome::inconclusive;
  Limits accept;  ///< The limits after the rule moved them; empty where it could not.
};

/// Holds `observed` to `limits`; equality passes. guard_band moves each limit by `uncertainty`
/// (expanded, k = 2) to the safe side (w = U, ILAC-G8:09/2019 4.2); without one a value inside the
/// limits is inconclusive, and a value outside them fails all the same.
[[nodiscard]] Decision decide(double observed, std::optional<double> uncertainty,
                              const Limits& limits, DecisionRule rule);

/// How likely the true value lies within `limits` when `observed` was measured with
/// `standard_uncertainty` > 0 (u, not U), normally distributed (JCGM 106). For people: it goes
/// through the C library's erfc, so its last bits are no part of any verdict.
[[nodiscard]] double conformance_probability(double observed, double standard_uncertainty,
                                             const Limits& limits);

}  // namespace rackproof::criteria
