#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// Temperatures, power, voltages, fans: hwmon, thermal zones, RAPL.
// One line a metric.
// clang-format off
inline constexpr std::array kThermalMetrics{
    Metric{"temperature_celsius", Unit::celsius, MetricKind::gauge, "Temperature that one sensor shows.", "hw.temperature"},
};
// clang-format on

}  // namespace rackproof::metrics
