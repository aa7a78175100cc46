#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/metric.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/series_source.h"

namespace rackproof {

/// What one step measured of one metric, after warm-up, over all devices.
struct WindowSummary {
  const Metric* metric = nullptr;  ///< Never null in a summary.
  std::vector<std::string> devices;
  std::int64_t windows = 0;  ///< With a value.
  double least = 0;          ///< In the metric's unit, as the next three.
  double p05 = 0;
  double median = 0;
  double most = 0;
  std::optional<double> variation;  ///< Standard deviation over mean; none for a mean of zero.
  std::string lowest_device;        ///< Whose median is lowest.
  std::vector<double> lowest;       ///< Its windows in time order.
};

/// One summary a metric, sorted by name; empty for a step that measured nothing. Error only when a
/// series cannot be read.
Result<std::vector<WindowSummary>> windows_of(const Step& step, SeriesSource& series);

/// "51 windows on 1 device: min 94.9 GB/s, p05 95 GB/s, median 95 GB/s, max 95 GB/s, CV 0.1 %".
[[nodiscard]] std::string spread(const WindowSummary& summary);

}  // namespace rackproof
