#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// What one read of one metric gave: a count, a measurement in the metric's unit, or the reason
/// there is neither. Absence travels the same way as data, so that a criterion can say
/// "inconclusive" instead of passing in silence. A double is always finite.
using Reading = std::variant<std::int64_t, double, Error>;

struct Sample {
  DeviceHandle device = 0;  ///< Index into the device list of whoever made the sample.
  /// Into the catalogue, or of the run's site metrics, which outlive it; never null.
  const Metric* metric = nullptr;
  UtcTime taken_at;
  Reading reading;  ///< In metric->unit.
};

using Samples = std::vector<Sample>;

[[nodiscard]] inline bool has_value(const Reading& reading) {
  return !std::holds_alternative<Error>(reading);
}

/// The reading as a double; only where has_value(). Counts above 2^53 lose low bits here: counters
/// are subtracted as integers first (schemas/counters.h).
[[nodiscard]] inline double as_double(const Reading& reading) {
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    return static_cast<double>(*count);
  }
  return std::get<double>(reading);
}

}  // namespace rackproof
