#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/criteria/health_life.h"
#include "certsuite/criteria/health_screen.h"

/// How much of the window somebody looked at a node.
namespace rackproof::criteria {

/// A node and the series that stands for it.
struct WatchedNode {
  std::string node;
  SeriesKey key;
};

/// The series among those asked that was read most often; none where none was read.
[[nodiscard]] std::optional<SeriesKey> busiest_series(const std::vector<Bound>& bound,
                                                      const Screen& screen);

/// For each node the share of the window's twelfths that hold a reading of its series, 0 to 1.
Result<std::map<std::string, double>> watched_shares(TelemetrySource& source,
                                                     const std::vector<WatchedNode>& nodes,
                                                     DeviceBook& book, TimeRange window);

}  // namespace rackproof::criteria
