#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "certsuite/workload.h"
#include "schemas/metric.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// Holds what a workload says it has done against the time it had and the processor time it used,
/// so that one which works less than it tells is caught. The bounds are physical and wide: no
/// machine comes near them.
class WorkClaims {
 public:
  /// `started`: of the step, by the clock that the child stamps with.
  explicit WorkClaims(UtcTime started) : started_(started) {}

  /// A window of a rate may not begin before the step or overlap the one before it.
  Result<void> take(const Window& window, const Metric& metric);

  /// "" or why `checks` and the rates told cannot have been done with this processor time.
  [[nodiscard]] std::string refutation(double cpu_seconds, std::int64_t checks) const;

 private:
  UtcTime started_;
  std::map<std::pair<std::string, std::string>, UtcTime> ends_;  ///< By device and metric.
  std::map<std::string, double> flop_;   ///< Of the host's processors, by metric.
  std::map<std::string, double> bytes_;  ///< Of the host's memory, by metric.
};

}  // namespace rackproof
