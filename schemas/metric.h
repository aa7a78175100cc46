#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "schemas/enum_names.h"
#include "schemas/units.h"

namespace rackproof {

enum class MetricKind {
  gauge,    ///< A value that goes up and down.
  counter,  ///< Only grows, until it wraps, saturates or is reset; its name ends in _total.
  state,    ///< A small integer code; `help` lists what each number means.
};

inline constexpr std::array kMetricKinds{
    EnumName<MetricKind>{MetricKind::gauge, "gauge"},
    EnumName<MetricKind>{MetricKind::counter, "counter"},
    EnumName<MetricKind>{MetricKind::state, "state"},
};

/// What a fall of a counter means. With no width and no range a fall is a reset.
struct CounterModel {
  int width_bits = 0;  ///< Wraps at 2^width_bits - 1 -> 0; 0 = no declared wrap.
  bool range_on_device =
      false;  ///< Wraps at the device's attribute "counter_range" (RAPL), in the metric's unit.
  double saturates_at = 0;  ///< Stays at this value instead of wrapping; 0 = does not saturate.
  std::string_view clears_on = {};    ///< "driver_load", "boot", "power_cycle"...; "" = never said.
  std::string_view migrates_to = {};  ///< Metric that takes over counts moved out of this one.
};

/// One row of the catalogue, or of a run's site metrics (schemas/site_metrics.h). The catalogue
/// lives for ever (static storage); compare by address or by name.
struct Metric {
  std::string_view
      name;  ///< Ends with its unit; a counter ends in _total. Never reused for another meaning.
  Unit unit = Unit::one;  ///< A base unit.
  MetricKind kind = MetricKind::gauge;
  std::string_view help;  ///< One sentence, for people and for # HELP.
  std::string_view otel =
      {};  ///< OpenTelemetry hw.* metric with the same meaning; "" = none exists.
  CounterModel counter = {};
  /// A workload's measurement: taken in windows of stated length, after warm-up.
  bool measurement = false;
};

/// Prefix of every metric in a Prometheus or OpenMetrics exposition.
inline constexpr std::string_view kExpositionPrefix = "rackproof_";

}  // namespace rackproof
