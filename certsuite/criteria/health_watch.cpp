#include "certsuite/criteria/health_watch.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "schemas/catalogue.h"

namespace rackproof::criteria {
namespace {

constexpr std::size_t kParts = 12;

/// Twelve parts of whole milliseconds that end with the window.
WindowQuery parts_of(TimeRange window) {
  using std::chrono::milliseconds;
  const auto part =
      std::chrono::floor<milliseconds>((window.to - window.from) / static_cast<int>(kParts));
  return {{window.to - part * static_cast<int>(kParts), part, kParts}, Statistic::count};
}

double share_of(const SeriesWindows& windows) {
  const auto read =
      std::ranges::count_if(windows, [](const SeriesWindow& window) { return !window.silent(); });
  return static_cast<double>(read) / static_cast<double>(kParts);
}

}  // namespace

std::optional<SeriesKey> busiest_series(const std::vector<Bound>& bound, const Screen& screen) {
  std::optional<SeriesKey> busiest;
  std::int64_t most = 0;
  for (const auto& each : bound) {
    SeriesKey key{each.device->id, std::string(each.question->metric->name)};
    const auto found = screen.find(key);
    if (found != screen.end() && found->second.readable + found->second.missing > most) {
      most = found->second.readable + found->second.missing;
      busiest = std::move(key);
    }
  }
  return busiest;
}

Result<std::map<std::string, double>> watched_shares(TelemetrySource& source,
                                                     const std::vector<WatchedNode>& nodes,
                                                     DeviceBook& book, TimeRange window) {
  std::vector<SeriesGroup> groups;
  for (const auto& node : nodes) {
    groups.push_back(
        {node.node, {{node.key, metrics::find(node.key.metric), &book.at(node.key.device)}}});
  }
  const auto windows = source.group_windows(groups, parts_of(window));
  if (!windows) {
    return windows.error();
  }
  std::map<std::string, double> shares;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    shares[nodes[i].node] = share_of((*windows)[i].windows);
  }
  return shares;
}

}  // namespace rackproof::criteria
