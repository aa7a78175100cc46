#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// Ethernet interfaces and InfiniBand, RoCE, EFA ports.
// One line a metric.
// clang-format off
inline constexpr std::array kNetworkMetrics{
    Metric{"network_receive_bytes_total", Unit::byte, MetricKind::counter, "Bytes received by the interface.", "hw.network.io", {.width_bits = 64, .clears_on = "driver_load"}},
};
// clang-format on

}  // namespace rackproof::metrics
