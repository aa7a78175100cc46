#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// What the tool says of itself and of the presence of devices.
// One line a metric.
// clang-format off
inline constexpr std::array kProbeMetrics{
    Metric{"probe_duration_seconds", Unit::second, MetricKind::gauge, "Wall time that one reading pass of the probe took."},
    Metric{"probe_success", Unit::one, MetricKind::state, "1 when the reading pass gave samples, 0 when it failed as a whole."},
    Metric{"device_present", Unit::one, MetricKind::state, "1 while the device is on its bus, 0 when it was listed before and is gone.", "hw.status"},
    Metric{"samples_dropped_total", Unit::one, MetricKind::counter, "Samples that a full queue made the collector drop."},
};
// clang-format on

}  // namespace rackproof::metrics
