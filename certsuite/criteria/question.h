#pragma once

#include "certsuite/criteria/limits.h"
#include "certsuite/criteria/phase_gate.h"
#include "schemas/criterion.h"
#include "schemas/metric.h"

namespace rackproof::criteria {

/// A criterion with all that is the same for every device it is put to.
struct Question {
  const Criterion& criterion;
  const Metric& metric;
  bool windowed = false;  ///< Judged on a workload's windows after warm-up.
  ResolvedLimits limits;
  PhaseGate gate;
};

/// Whether it is judged by how a counter grew, which looks at first and last readings.
[[nodiscard]] constexpr bool counts_growth(const Criterion& criterion) {
  return criterion.statistic == Statistic::growth || criterion.statistic == Statistic::rate;
}

/// These look at both ends of a stretch, so that readings must reach them.
[[nodiscard]] constexpr bool spans_the_stretch(const Criterion& criterion) {
  return counts_growth(criterion) || criterion.statistic == Statistic::drift;
}

}  // namespace rackproof::criteria
