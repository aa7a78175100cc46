#pragma once

#include <string>
#include <vector>

#include "certsuite/criteria/limits.h"
#include "schemas/architecture.h"
#include "schemas/criterion.h"
#include "schemas/metric.h"

namespace rackproof::criteria {

/// A criterion of a reference as health asks it: outside of any run, over a look-back window.
struct HealthQuestion {
  Criterion criterion;
  const Metric* metric = nullptr;  ///< Never null; without a name where this release has none.
  ResolvedLimits limits;
  /// The reference asks for all that was ever counted; health asks for what was counted in the
  /// window, so that old errors are no news.
  bool lifetime = false;
};

struct HealthQuestions {
  std::vector<HealthQuestion> asked;
  std::vector<std::string> not_judged;  ///< What is left to a certification: one sentence each.
};

/// What of a reference can be asked without a run: the criteria of the whole run that look at
/// probes' samples. Measurements, phases, drift, topology and versions are not.
[[nodiscard]] HealthQuestions health_questions(const Architecture& reference);

}  // namespace rackproof::criteria
