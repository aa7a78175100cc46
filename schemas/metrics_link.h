#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// PCIe links and their AER counters.
// One line a metric.
// clang-format off
inline constexpr std::array kLinkMetrics{
    Metric{"pcie_link_width_lanes", Unit::lane, MetricKind::gauge, "Lanes that the PCIe link runs with now."},
};
// clang-format on

}  // namespace rackproof::metrics
