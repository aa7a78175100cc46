#pragma once

#include <cmath>
#include <vector>

#include "schemas/series_source.h"

namespace rackproof {

/// The values of a workload's windows that are numbers, in time order. What a verifier computes
/// again and what is drawn must be the same ones.
[[nodiscard]] inline std::vector<double> window_values(const Series& series) {
  std::vector<double> values;
  for (const auto& point : series) {
    if (has_value(point.reading) && std::isfinite(as_double(point.reading))) {
      values.push_back(as_double(point.reading));
    }
  }
  return values;
}

}  // namespace rackproof
