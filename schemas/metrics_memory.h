#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// EDAC and memory error counters.
// One line a metric.
// clang-format off
inline constexpr std::array kMemoryMetrics{
    Metric{"memory_ecc_correctable_total", Unit::one, MetricKind::counter, "Corrected memory errors.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"memory_ecc_uncorrectable_total", Unit::one, MetricKind::counter, "Uncorrected memory errors.", "hw.errors", {.clears_on = "driver_load"}},
};
// clang-format on

}  // namespace rackproof::metrics
