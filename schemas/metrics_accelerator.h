#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// Accelerators of every maker in one vocabulary. Temperatures, watts and clocks are those of
/// metrics_thermal.h, on the accelerator or its memory; what only one maker counts bears its name.
// One line a metric.
// clang-format off
inline constexpr std::array kAcceleratorMetrics{
    Metric{"accelerator_utilization_ratio", Unit::ratio, MetricKind::gauge, "Share of time that the accelerator or core was busy, as its driver counts it."},
    Metric{"accelerator_energy_joules_total", Unit::joule, MetricKind::counter, "Energy that the accelerator has taken in.", "hw.energy", {.clears_on = "driver_load"}},
    Metric{"hbm_size_bytes", Unit::byte, MetricKind::gauge, "Memory of the accelerator."},
    Metric{"hbm_used_bytes", Unit::byte, MetricKind::gauge, "Memory of the accelerator that is in use."},
    Metric{"hbm_utilization_ratio", Unit::ratio, MetricKind::gauge, "Share of time that the accelerator's memory controller was busy."},
    Metric{"hbm_ecc_correctable_total", Unit::one, MetricKind::counter, "Memory errors that were corrected.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"hbm_ecc_uncorrectable_total", Unit::one, MetricKind::counter, "Memory errors that could not be corrected.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"hbm_ecc_deferred_total", Unit::one, MetricKind::counter, "Memory errors found uncorrectable and not yet consumed.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"sram_ecc_correctable_total", Unit::one, MetricKind::counter, "Errors in memory on the chip that were corrected.", "hw.errors", {.clears_on = "driver_load"}},
    Metric{"sram_ecc_uncorrectable_total", Unit::one, MetricKind::counter, "Errors in memory on the chip that could not be corrected.", "hw.errors", {.clears_on = "driver_load"}},
};
// clang-format on

}  // namespace rackproof::metrics
