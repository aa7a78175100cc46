#include "schemas/held_points.h"

#include <algorithm>
#include <iterator>

namespace rackproof {

Result<std::vector<SeriesKey>> HeldPoints::keys() {
  std::vector<SeriesKey> keys;
  keys.reserve(series_.size());
  for (const auto& [key, points] : series_) {
    keys.push_back(key);
  }
  return keys;
}

Result<Series> HeldPoints::read(const SeriesKey& key, TimeRange range) {
  Series points;
  const auto found = series_.find(key);
  if (found != series_.end()) {
    std::ranges::copy_if(found->second, std::back_inserter(points),
                         [range](const Point& point) { return range.contains(point.taken_at); });
  }
  return points;
}

Result<Point> HeldPoints::last(const SeriesKey& key) {
  const auto found = series_.find(key);
  if (found == series_.end() || found->second.empty()) {
    return Error{ErrorKind::absent, key.device + " " + key.metric + ": no such series"};
  }
  return found->second.back();
}

}  // namespace rackproof
