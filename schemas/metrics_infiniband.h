#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// InfiniBand, RoCE and EFA ports.
// One line a metric.
// clang-format off
inline constexpr std::array kInfinibandMetrics{
    Metric{"infiniband_link_downed_total", Unit::one, MetricKind::counter, "Times that the link failed its error recovery and went down.", "", {.saturates_at = 255}},
};
// clang-format on

}  // namespace rackproof::metrics
