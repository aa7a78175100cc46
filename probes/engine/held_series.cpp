#include "probes/engine/held_series.h"

namespace rackproof::engine {

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
