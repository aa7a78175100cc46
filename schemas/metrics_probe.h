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
    Metric{"probe_passes_missed_total", Unit::one, MetricKind::counter, "Reading passes of the probe that fell out because an earlier one, or the machine, was late."},
    Metric{"device_present", Unit::one, MetricKind::state, "1 while the device is on its bus, 0 when it was listed before and is gone.", "hw.status"},
    Metric{"devices_expected", Unit::one, MetricKind::gauge, "Devices of the node that must be here, as an earlier inventory or a reference says."},
    Metric{"devices_present", Unit::one, MetricKind::gauge, "Devices that are here, of those that must be; of all where nothing says what must be."},
    Metric{"devices_readable", Unit::one, MetricKind::gauge, "Devices that are here and answer, or of which nothing is asked."},
    Metric{"documents_readable", Unit::one, MetricKind::state, "1 once all documents of a BMC that tell of this part could be read, where one could not at the first look; until then the reason."},
    Metric{"samples_dropped_total", Unit::one, MetricKind::counter, "Samples that a full queue made the collector drop."},
    Metric{"source_success", Unit::one, MetricKind::state, "1 when an outside source (exec, scrape) answered in its format, 0 when it did not."},
    Metric{"source_payload_bytes", Unit::byte, MetricKind::gauge, "Length of what an outside source answered."},
    Metric{"source_series_count", Unit::one, MetricKind::gauge, "Series in what an outside source answered, taken over or not."},
    Metric{"source_series_left_out_count", Unit::one, MetricKind::gauge, "Series of an outside source that its map does not take over."},
    Metric{"push_samples_delivered_total", Unit::one, MetricKind::counter, "Samples that the other end of a push took, each counted once."},
    Metric{"push_samples_refused_total", Unit::one, MetricKind::counter, "Samples that the other end of a push refused for good, by a 4xx."},
    Metric{"push_samples_lost_total", Unit::one, MetricKind::counter, "Samples that a push's spool dropped: over its bounds, too old, or damaged."},
    Metric{"push_samples_waiting", Unit::one, MetricKind::gauge, "Samples in a push's spool that wait to be sent."},
    Metric{"push_oldest_waiting_seconds", Unit::second, MetricKind::gauge, "Age of the oldest request that waits to be sent; 0 when none does."},
    Metric{"push_spool_bytes", Unit::byte, MetricKind::gauge, "What a push's spool takes on the disk."},
    Metric{"push_attempts_failed_total", Unit::one, MetricKind::counter, "Requests of a push that got no answer, a 5xx or a 429, and are sent again."},
    Metric{"push_spool_takes", Unit::one, MetricKind::state, "1 while the disk takes what a push spools, 0 while it is held in memory only."},
};
// clang-format on

}  // namespace rackproof::metrics
