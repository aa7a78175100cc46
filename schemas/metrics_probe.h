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
    Metric{"devices_expected", Unit::one, MetricKind::gauge, "Devices of the node that must be here, as an earlier inventory or a reference says."},
    Metric{"devices_present", Unit::one, MetricKind::gauge, "Devices that are here, of those that must be; of all where nothing says what must be."},
    Metric{"devices_readable", Unit::one, MetricKind::gauge, "Devices that are here and answer, or of which nothing is asked."},
    Metric{"samples_dropped_total", Unit::one, MetricKind::counter, "Samples that a full queue made the collector drop."},
};
// clang-format on

}  // namespace rackproof::metrics
