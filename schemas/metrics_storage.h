#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// NVMe health and identity numbers.
// One line a metric.
// clang-format off
inline constexpr std::array kStorageMetrics{
    Metric{"nvme_percentage_used_ratio", Unit::ratio, MetricKind::gauge, "Endurance used up, as the drive estimates it; may pass 1.", "hw.physical_disk.endurance_utilization"},
};
// clang-format on

}  // namespace rackproof::metrics
