#include "probes/engine/held_series.h"

#include <algorithm>
#include <iterator>

namespace rackproof::engine {

Result<std::vector<SeriesKey>> HeldSeries::keys() {
  std::vector<SeriesKey> keys;
  for (const auto& [key, points] : series_) {
    keys.push_back(key);
  }
  return keys;
}

Result<Series> HeldSeries::read(const SeriesKey& key, TimeRange range) {
  Series points;
  const auto held = series_.find(key);
  if (held != series_.end()) {
    std::ranges::copy_if(held->second, std::back_inserter(points),
                         [range](const Point& point) { return range.contains(point.taken_at); });
  }
  return points;
}

Result<Point> HeldSeries::last(const SeriesKey& key) {
  const auto held = series_.find(key);
  if (held == series_.end() || held->second.empty()) {
    return Error{ErrorKind::absent, key.device + " " + key.metric + ": no such series"};
  }
  return held->second.back();
}

Result<std::optional<Point>> HeldSeries::last_value(const SeriesKey& key, TimeRange range) {
  const auto base = bases_.find(key);
  if (base != bases_.end() && range.contains(base->second.taken_at)) {
    return std::optional<Point>(base->second);
  }
  return std::optional<Point>{};
}

Result<SeriesWindows> HeldSeries::windows(const SeriesAsked& asked, const WindowQuery& query) {
  const auto held = windows_.find(asked.key);
  return held != windows_.end() ? Result<SeriesWindows>(held->second)
                                : TelemetrySource::windows(asked, query);
}

}  // namespace rackproof::engine
