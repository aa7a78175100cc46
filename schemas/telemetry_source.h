#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/series_source.h"
#include "schemas/series_windows.h"

namespace rackproof {

/// A metric as a source knows it. One that this release's catalogue lacks (written by a newer
/// release) is kept and read like any other.
struct StoredMetric {
  std::string name;
  std::string unit;  ///< Symbol of units.h, as written.
  std::string kind;  ///< Word of kMetricKinds, as written.

  bool operator==(const StoredMetric&) const = default;
};

/// One series that windows are asked of. The pointers are the caller's, never null, and hold for
/// the call.
struct SeriesAsked {
  SeriesKey key;
  const Metric* metric = nullptr;
  const Device* device = nullptr;  ///< For a counter's range, which some devices state.
};

/// Series whose windows are taken together; one series is a group of one.
struct SeriesGroup {
  std::string name;
  std::vector<SeriesAsked> members;  ///< Sorted by key, at least one.
};

/// Series that are looked for.
struct SeriesPattern {
  std::string metric;        ///< "" = of every metric.
  std::string device = "*";  ///< Over device ids, '*' for any characters.
  TimeRange range;           ///< Only series that may have been read in it.
};

struct GroupWindows {
  SeriesWindows windows;   ///< Empty where every member is silent.
  std::size_t silent = 0;  ///< Members without any reading, not even a reason, in all windows.
};

/// A stretch of time of which readings are no longer kept.
struct KeptStretch {
  TimeRange range;
  std::string as;  ///< What is, for people: "summaries of 15 min", "nothing".

  bool operator==(const KeptStretch& other) const {
    return range.from == other.range.from && range.to == other.range.to && as == other.as;
  }
};

/// What of them lies in `range`.
[[nodiscard]] std::vector<KeptStretch> kept_within(const std::vector<KeptStretch>& kept,
                                                   TimeRange range);

/// Kept telemetry that can be searched and summed up: the store and a PromQL engine. What is not
/// pure virtual works from raw readings and defines what the answer is; whoever has a quicker way
/// (aggregates of chunks, pushdown) overrides it and must give the same, up to a mean's last bits.
class TelemetrySource : public SeriesSource {
 public:
  /// Something that is held until it is destroyed.
  class Held {
   public:
    virtual ~Held() = default;
  };
  /// While what it gives is there, all questions are answered from one state of what is kept, and
  /// cheaper; null of a source that cannot, as an engine. The source outlives it.
  virtual Result<std::unique_ptr<Held>> hold();

  /// Every device that there ever was, sorted by id.
  virtual Result<Devices> devices() = 0;
  virtual Result<std::vector<StoredMetric>> metrics() = 0;
  /// The one of that name among metrics(); none where it is not kept.
  virtual Result<std::optional<StoredMetric>> metric(std::string_view name);

  /// The series like `pattern`, sorted. One that was not read in that time may be among them.
  virtual Result<std::vector<SeriesKey>> keys_like(const SeriesPattern& pattern);

  /// The last point with a finite value in `range`; none where there is none.
  virtual Result<std::optional<Point>> last_value(const SeriesKey& key, TimeRange range);

  /// Windows of one series, one for each of the grid (schemas/series_windows.h says what they are).
  virtual Result<SeriesWindows> windows(const SeriesAsked& asked, const WindowQuery& query);

  /// The same for many groups, in their order. For growth and rate silent members are left out; for
  /// the rest a silent member makes no difference.
  virtual Result<std::vector<GroupWindows>> group_windows(std::span<const SeriesGroup> groups,
                                                          const WindowQuery& query);

  /// Where readings are no longer kept, in order of time; none where all are.
  virtual Result<std::vector<KeptStretch>> kept_instead();

  /// read() of many series, in their order. out_of_range where they hold more than kMostPoints.
  virtual Result<std::vector<Series>> read_each(std::span<const SeriesKey> keys, TimeRange range);

  /// last() of many series, in their order; none where a series has no point.
  virtual Result<std::vector<std::optional<Point>>> last_each(std::span<const SeriesKey> keys);

  static constexpr std::size_t kMostPoints = 4'000'000;

 private:
  Result<SeriesWindows> counter_windows_of(const SeriesAsked& asked, const WindowQuery& query);
  Result<GroupWindows> merged(const SeriesGroup& group, const WindowQuery& query);
  Result<GroupWindows> pooled(const SeriesGroup& group, const WindowQuery& query);
  Result<Series> from_last_value(const SeriesKey& key, TimeRange range,
                                 std::chrono::nanoseconds back);
};

}  // namespace rackproof
