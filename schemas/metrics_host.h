#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// Processor, memory and operating system of the node.
// One line a metric.
// clang-format off
inline constexpr std::array kHostMetrics{
    Metric{"cpu_online_count", Unit::one, MetricKind::gauge, "Logical processors that are online."},
    Metric{"cpu_frequency_hertz", Unit::hertz, MetricKind::gauge, "Current clock of one logical processor.", "hw.cpu.speed"},
};
// clang-format on

}  // namespace rackproof::metrics
