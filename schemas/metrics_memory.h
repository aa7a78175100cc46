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
    Metric{"memory_ecc_correctable_unlocated_total", Unit::one, MetricKind::counter, "Corrected errors of a memory controller that could not be laid to a DIMM.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"memory_ecc_uncorrectable_unlocated_total", Unit::one, MetricKind::counter, "Uncorrected errors of a memory controller that could not be laid to a DIMM.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"memory_ecc_counting_seconds", Unit::second, MetricKind::gauge, "Time since the controller's counters were last zero: a fall tells a reset."},
    Metric{"memory_scrub_rate_bytes_per_second", Unit::byte_per_second, MetricKind::gauge, "Rate at which the memory controller scrubs."},
    Metric{"memory_size_bytes", Unit::byte, MetricKind::gauge, "Memory behind one controller, row or DIMM.", "hw.memory.size"},
};
// clang-format on

}  // namespace rackproof::metrics
