#pragma once

#include <map>
#include <utility>

#include "schemas/series_source.h"

namespace rackproof {

/// Series that were read in one go, given out again one by one.
class HeldPoints final : public SeriesSource {
 public:
  void hold(const SeriesKey& key, Series points) { series_[key] = std::move(points); }

  Result<std::vector<SeriesKey>> keys() override;
  Result<Series> read(const SeriesKey& key, TimeRange range) override;
  Result<Point> last(const SeriesKey& key) override;

 private:
  std::map<SeriesKey, Series> series_;
};

}  // namespace rackproof
