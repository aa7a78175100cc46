#pragma once

#include <string>

#include "schemas/verdict.h"

namespace rackproof {

/// Where the observed value stands against limit and acceptance limit, as a small inline SVG: the
/// accepted range tinted, the limits as ticks, the value as a mark in the colour of the outcome.
/// "" where there is no observed value or no limit to draw.
[[nodiscard]] std::string margin_bar(const Verdict& verdict);

/// The style class of an outcome: "pass", "fail", "inconclusive", "unjudged", "invalid".
[[nodiscard]] std::string outcome_class(Outcome outcome);

}  // namespace rackproof
