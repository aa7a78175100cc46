#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schemas/metric.h"
#include "schemas/result.h"
#include "schemas/series_source.h"

namespace rackproof {

/// All series of one metric over the whole run.
struct MetricSummary {
  std::string metric;
  const Metric* row = nullptr;  ///< In this release's catalogue; nullptr = a newer release's.
  std::vector<std::string> devices;
  std::int64_t readable = 0;
  std::map<std::string, std::int64_t> missing;  ///< Reason word -> how many reads.
  /// The first sentence that goes with a reason, as an example.
  std::string example;
};

/// Every metric that the run kept, by name. The error of a series that cannot be read.
Result<std::vector<MetricSummary>> summarise(SeriesSource& series, TimeRange range);

}  // namespace rackproof
