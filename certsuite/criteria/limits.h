#pragma once

#include <optional>

#include "certsuite/criteria/decision.h"
#include "certsuite/criteria/ruling.h"
#include "schemas/architecture.h"
#include "schemas/criterion.h"
#include "schemas/metric.h"

namespace rackproof::criteria {

/// A criterion's limits as numbers, or why they are none.
struct ResolvedLimits {
  Unit unit = Unit::one;         ///< Base unit of limits and observed value.
  Limits limits;                 ///< In `unit`.
  std::optional<Ruling> ruling;  ///< NOT JUDGED for a limit that is not public; INCONCLUSIVE for
                                 ///< one that cannot be compared (wrong unit, no such part).
};

/// The number of a quantity: its value, else the given end of its range.
[[nodiscard]] std::optional<double> number_of(const Quantity& quantity, bool lower_end);

/// Converts units and takes shares (`of = "part.<kind>.<quantity>"`) of the reference's parts.
[[nodiscard]] ResolvedLimits resolve_limits(const Criterion& criterion, const Metric& metric,
                                            const Architecture& reference);

}  // namespace rackproof::criteria
