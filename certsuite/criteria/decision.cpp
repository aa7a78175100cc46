#include "certsuite/criteria/decision.h"

#include <cmath>
#include <numbers>

namespace rackproof::criteria {
namespace {

bool within(double observed, const Limits& limits) {
  // Written so that a NaN is never within.
  return (!limits.at_least || observed >= *limits.at_least) &&
         (!limits.at_most || observed <= *limits.at_most);
}

/// Distribution function of the standard normal distribution.
double phi(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

}  // namespace

Decision decide(double observed, std::optional<double> uncertainty, const Limits& limits,
                DecisionRule rule) {
  Decision decision;
  decision.accept = limits;
  if (rule == DecisionRule::guard_band) {
    if (!uncertainty) {
      return {within(observed, limits) ? Outcome::inconclusive : Outcome::fail, {}};
    }
    if (decision.accept.at_least) {
      *decision.accept.at_least += *uncertainty;
    }
    if (decision.accept.at_most) {
      *decision.accept.at_most -= *uncertainty;
    }
  }
  decision.outcome = within(observed, decision.accept) ? Outcome::pass : Outcome::fail;
  return decision;
}

double conformance_probability(double observed, double standard_uncertainty, const Limits& limits) {
  const double below_upper =
      limits.at_most ? phi((*limits.at_most - observed) / standard_uncertainty) : 1;
  const double below_lower =
      limits.at_least ? phi((*limits.at_least - observed) / standard_uncertainty) : 0;
  return below_upper - below_lower;
}

}  // namespace rackproof::criteria
