#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/held_points.h"
#include "schemas/telemetry_source.h"

namespace rackproof::engine {

/// What an engine gave in a few large answers, asked again series by series: so that grouping,
/// merging and counting steps are what they are everywhere.
class HeldSeries final : public TelemetrySource {
 public:
  using TelemetrySource::hold;
  void hold(const SeriesKey& key, Series points) { points_.hold(key, std::move(points)); }
  void hold(const SeriesKey& key, SeriesWindows windows) { windows_[key] = std::move(windows); }
  /// The last point with a value before all that is held.
  void hold_base(const SeriesKey& key, Point point) { bases_[key] = std::move(point); }

  Result<std::vector<SeriesKey>> keys() override { return points_.keys(); }
  Result<Series> read(const SeriesKey& key, TimeRange range) override {
    return points_.read(key, range);
  }
  Result<Point> last(const SeriesKey& key) override { return points_.last(key); }
  Result<Devices> devices() override { return Devices{}; }
  Result<std::vector<StoredMetric>> metrics() override { return std::vector<StoredMetric>{}; }
  Result<std::optional<Point>> last_value(const SeriesKey& key, TimeRange range) override;
  /// As held, or else worked out from the points held.
  Result<SeriesWindows> windows(const SeriesAsked& asked, const WindowQuery& query) override;

 private:
  HeldPoints points_;
  std::map<SeriesKey, SeriesWindows> windows_;
  std::map<SeriesKey, Point> bases_;
};

}  // namespace rackproof::engine
