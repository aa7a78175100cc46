#pragma once

#include <cstdint>
#include <vector>

#include "schemas/metric.h"
#include "schemas/store/store.h"

namespace rackproof::testing {

/// Midnight of a Thursday, on which stretches of every tier begin.
inline constexpr UtcTime kHistoryBegin{std::chrono::sys_days(std::chrono::year(2026) / 10 / 29)};

struct HistoryShape {
  int hours = 24;
  int every_seconds = 60;
  std::uint64_t seed = 1;
  bool clock_falls_back = false;  ///< By some minutes, at times.
};

/// Two devices; the second one states a counter's range.
[[nodiscard]] Devices history_devices();

/// A gauge of decimals, a state, doubles of any bits, a counter that is reset, one that wraps at 32
/// bits many times an hour, one of measured amounts that wraps at its device's range, one that
/// stops at 255, and one that is now a count and now a measurement.
[[nodiscard]] std::vector<const Metric*> history_metrics();

/// Appends and flushes such readings from kHistoryBegin on: with reasons of several kinds, with
/// gaps, one of them of a day and more where there is time for it.
void fill_history(Store& store, const HistoryShape& shape);

}  // namespace rackproof::testing
