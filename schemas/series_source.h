#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "schemas/event.h"
#include "schemas/result.h"
#include "schemas/sample.h"
#include "schemas/time.h"

namespace rackproof {

/// Names one series: a device's id and a metric's name.
struct SeriesKey {
  std::string device;
  std::string metric;

  auto operator<=>(const SeriesKey& other) const {
    return std::tie(device, metric) <=> std::tie(other.device, other.metric);
  }
  bool operator==(const SeriesKey&) const = default;
};

struct Point {
  UtcTime taken_at;
  Reading reading;
};

/// In time order; equal stamps keep the order of arrival.
using Series = std::vector<Point>;

/// Kept samples, read series by series: all that judging needs. telemetry_source.h adds what people
/// and pages ask for. One thread at a time unless the implementation says otherwise.
class SeriesSource {
 public:
  virtual ~SeriesSource() = default;
  SeriesSource() = default;
  SeriesSource(const SeriesSource&) = delete;
  SeriesSource& operator=(const SeriesSource&) = delete;
  SeriesSource(SeriesSource&&) = delete;
  SeriesSource& operator=(SeriesSource&&) = delete;

  /// Every series there is, sorted.
  virtual Result<std::vector<SeriesKey>> keys() = 0;

  /// The points of one series with `range.from <= taken_at < range.to`, in time order; empty when
  /// there are none. A chunk that fails its checksum is an Error{malformed}, never a gap.
  virtual Result<Series> read(const SeriesKey& key, TimeRange range) = 0;

  /// The last point of a series; Error{absent} when there is none.
  virtual Result<Point> last(const SeriesKey& key) = 0;
};

}  // namespace rackproof
