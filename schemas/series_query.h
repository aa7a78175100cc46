#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/criterion.h"
#include "schemas/enum_names.h"
#include "schemas/telemetry_source.h"

/// The questions that people, pages and other programs ask of kept telemetry, and their answers:
/// the same over the store and over an engine.
namespace rackproof {

/// Which series are taken together.
enum class Grouping {
  device,    ///< Each device by itself.
  level,     ///< All whose ids begin with the same parts: 0 = all, 1 = the first part, and so on.
  node,      ///< All of one node: of the nearest node above the device, or of its id's first part.
  position,  ///< All of one position: the device's own, or that of the nearest one it sits in.
};

struct GroupBy {
  Grouping by = Grouping::device;
  int level = 0;  ///< Of Grouping::level alone.

  bool operator==(const GroupBy&) const = default;
};

/// "device", "node", "position", "all" (level 0), "level:N" with N from 0 to 16.
[[nodiscard]] Result<GroupBy> parse_group(std::string_view text);
/// The word that parse_group() reads back.
[[nodiscard]] std::string format_group(const GroupBy& group);

struct SeriesQuery {
  std::string metric;
  std::string device = "*";  ///< Pattern over device ids, '*' for any characters.
  TimeRange range;
  /// Length of the windows; 0 = the readings as they were taken, one series a device.
  std::chrono::nanoseconds step{0};
  Statistic statistic = Statistic::mean;  ///< Of each window; without meaning for step 0.
  GroupBy group;
  std::size_t most_points = TelemetrySource::kMostPoints;  ///< In the whole answer.
};

/// What a metric is usually asked for: a counter's growth, a state's last, a gauge's mean.
[[nodiscard]] Statistic usual_statistic(const StoredMetric& metric);

/// The series of one device or group. `points` of windows bear the window's start; one that has no
/// value carries the reason.
struct AnsweredSeries {
  std::string device;  ///< Device id; of a group the common part of the ids, or the position.
  std::string metric;
  std::string unit;  ///< Symbol of units.h, as written; for rate "1/s" or with "/s" behind it.
  std::size_t members = 1;  ///< Devices that it is made of.
  std::size_t silent = 0;   ///< Of these, without any reading in that time.
  Series points = {};
};

struct LastOfSeries {
  SeriesKey key;
  std::string unit;
  Point point;
};

/// The metric as the source keeps it, or as the catalogue says where nothing of it is kept.
/// absent: nobody knows that name; the message suggests the nearest.
[[nodiscard]] Result<StoredMetric> find_metric(TelemetrySource& source, std::string_view name);

/// malformed: what makes no sense, such as the growth of a gauge, in words for whoever asked.
[[nodiscard]] Result<void> check(const SeriesQuery& query, const StoredMetric& metric);

/// Answers a query that check() lets pass. Sorted by device or group; series without any reading in
/// that time are left out, so an empty answer means that there is no data. out_of_range: more than
/// one answer may hold.
[[nodiscard]] Result<std::vector<AnsweredSeries>> ask(TelemetrySource& source,
                                                      const SeriesQuery& query,
                                                      const StoredMetric& metric);

/// The last reading of every series like `pattern`, sorted by device and metric. The time of the
/// pattern says which series are looked for, not how old a reading may be.
[[nodiscard]] Result<std::vector<LastOfSeries>> ask_last(TelemetrySource& source,
                                                         const SeriesPattern& pattern);

}  // namespace rackproof
