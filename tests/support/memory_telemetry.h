#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "schemas/telemetry_source.h"

namespace rackproof::testing {

/// Telemetry held in memory: what answers are when nothing is quicker than raw readings.
class MemoryTelemetry final : public TelemetrySource {
 public:
  Result<std::vector<SeriesKey>> keys() override {
    std::vector<SeriesKey> keys;
    for (const auto& [key, series] : series_) {
      keys.push_back(key);
    }
    return keys;
  }
  Result<std::vector<KeptStretch>> kept_instead() override { return kept_instead_; }
  void keep_instead(std::vector<KeptStretch> kept) { kept_instead_ = std::move(kept); }
  Result<Series> read(const SeriesKey& key, TimeRange range) override {
    ++reads_;
    if (key.device == broken_) {
      return Error{ErrorKind::malformed, "a chunk's checksum does not hold"};
    }
    Series points;
    std::ranges::copy_if(series_[key], std::back_inserter(points),
                         [range](const Point& point) { return range.contains(point.taken_at); });
    return points;
  }
  Result<Point> last(const SeriesKey& key) override {
    if (key.device == broken_) {
      return Error{ErrorKind::malformed, "a chunk's checksum does not hold"};
    }
    const auto& series = series_[key];
    return series.empty() ? Result<Point>(Error{ErrorKind::absent, "no such series"})
                          : Result<Point>(series.back());
  }
  Result<Devices> devices() override { return devices_; }
  Result<std::vector<StoredMetric>> metrics() override { return metrics_; }

  Series& operator[](const SeriesKey& key) { return series_[key]; }
  void add(Device device) { devices_.push_back(std::move(device)); }
  void add(StoredMetric metric) { metrics_.push_back(std::move(metric)); }
  /// From now on every read of that device fails.
  void break_device(std::string id) { broken_ = std::move(id); }
  [[nodiscard]] int reads() const { return reads_; }

 private:
  std::vector<KeptStretch> kept_instead_;
  std::map<SeriesKey, Series> series_;
  Devices devices_;
  std::vector<StoredMetric> metrics_;
  std::string broken_;
  int reads_ = 0;
};

}  // namespace rackproof::testing
