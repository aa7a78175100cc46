#include "schemas/telemetry_source.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "schemas/text.h"

namespace rackproof {
namespace {

using std::chrono::nanoseconds;

/// The last reading before a time is looked for in ever longer stretches: most lie near.
constexpr std::array<nanoseconds, 2> kNearFirst{std::chrono::minutes(2), std::chrono::hours(1)};

bool has_finite_value(const Point& point) {
  ReasonTally why;
  return !why.add_if_missing(point.reading);
}

/// Into `points`; null where none has a value.
const Point* last_value_of(const Series& points) {
  const auto found = std::find_if(points.rbegin(), points.rend(), has_finite_value);
  return found == points.rend() ? nullptr : &*found;
}

bool no_readings(const Series& points, const TimeRange& range) {
  return std::ranges::none_of(
      points, [&range](const Point& point) { return range.contains(point.taken_at); });
}

}  // namespace

Result<std::vector<SeriesKey>> TelemetrySource::keys_like(const SeriesPattern& pattern) {
  auto found = keys();
  if (found) {
    std::erase_if(*found, [&pattern](const SeriesKey& key) {
      return (!pattern.metric.empty() && key.metric != pattern.metric) ||
             !matches_pattern(key.device, pattern.device);
    });
  }
  return found;
}

Result<std::unique_ptr<TelemetrySource::Held>> TelemetrySource::hold() {
  return std::unique_ptr<Held>();
}

Result<std::optional<StoredMetric>> TelemetrySource::metric(std::string_view name) {
  auto kept = metrics();
  if (!kept) {
    return std::move(kept).error();
  }
  const auto found = std::ranges::find(*kept, name, &StoredMetric::name);
  return found == kept->end() ? std::nullopt : std::optional(std::move(*found));
}

Result<std::optional<Point>> TelemetrySource::last_value(const SeriesKey& key, TimeRange range) {
  auto to = range.to;
  const auto length = range.to - range.from;
  for (std::size_t i = 0; i <= kNearFirst.size() && range.from < to; ++i) {
    const auto back = i < kNearFirst.size() ? std::min(kNearFirst[i], length) : length;
    const auto points = read(key, {range.to - back, to});
    if (!points) {
      return points.error();
    }
    if (const auto* found = last_value_of(*points)) {
      return std::optional<Point>(*found);
    }
    to = range.to - back;
  }
  return std::optional<Point>{};
}

/// The points of `range`, behind the last one with a value of the time `back` before it.
Result<Series> TelemetrySource::from_last_value(const SeriesKey& key, TimeRange range,
                                                nanoseconds back) {
  const auto base = last_value(key, {range.from - back, range.from});
  auto points = base ? read(key, range) : Result<Series>(base.error());
  if (points && *base) {
    points->insert(points->begin(), **base);
  }
  return points;
}

Result<SeriesWindows> TelemetrySource::counter_windows_of(const SeriesAsked& asked,
                                                          const WindowQuery& query) {
  const auto back = look_back(query.grid.step);
  const auto points = from_last_value(asked.key, query.grid.range(), back);
  if (!points) {
    return points.error();
  }
  Series taken_over;
  if (!asked.metric->counter.migrates_to.empty() && !points->empty()) {
    const TimeRange range{std::min(points->front().taken_at, query.grid.from),
                          query.grid.range().to};
    auto other = from_last_value({asked.key.device, std::string(asked.metric->counter.migrates_to)},
                                 range, back);
    if (!other) {
      return other.error();
    }
    std::ranges::copy_if(*other, std::back_inserter(taken_over), has_finite_value);
  }
  return counter_windows(*points, {*asked.metric, *asked.device, taken_over}, query);
}

Result<SeriesWindows> TelemetrySource::windows(const SeriesAsked& asked, const WindowQuery& query) {
  if (takes_steps(query.statistic)) {
    return counter_windows_of(asked, query);
  }
  const auto points = read(asked.key, query.grid.range());
  if (!points) {
    return points.error();
  }
  WindowPool pool(query);
  pool.add(*points);
  return pool.finish();
}

Result<GroupWindows> TelemetrySource::merged(const SeriesGroup& group, const WindowQuery& query) {
  GroupWindows answer;
  WindowMerge merge(query);
  for (const auto& member : group.members) {
    auto of_member = windows(member, query);
    if (!of_member) {
      return std::move(of_member).error();
    }
    if (all_silent(*of_member)) {
      ++answer.silent;
    } else if (group.members.size() == 1) {
      answer.windows = std::move(*of_member);
      return answer;
    } else {
      merge.add(member.key.device, *of_member);
    }
  }
  if (answer.silent < group.members.size()) {
    answer.windows = std::move(merge).finish();
  }
  return answer;
}

Result<GroupWindows> TelemetrySource::pooled(const SeriesGroup& group, const WindowQuery& query) {
  GroupWindows answer;
  WindowPool pool(query);
  const auto range = query.grid.range();
  for (const auto& member : group.members) {
    const auto points = read(member.key, range);
    if (!points) {
      return points.error();
    }
    answer.silent += static_cast<std::size_t>(no_readings(*points, range));
    pool.add(*points);
  }
  if (answer.silent < group.members.size()) {
    answer.windows = pool.finish();
  }
  return answer;
}

Result<std::vector<GroupWindows>> TelemetrySource::group_windows(
    std::span<const SeriesGroup> groups, const WindowQuery& query) {
  std::vector<GroupWindows> answers;
  answers.reserve(groups.size());
  for (const auto& group : groups) {
    const bool merges = group.members.size() == 1 || WindowMerge::merges(query.statistic);
    auto answer = merges ? merged(group, query) : pooled(group, query);
    if (!answer) {
      return std::move(answer).error();
    }
    answers.push_back(std::move(*answer));
  }
  return answers;
}

std::vector<KeptStretch> kept_within(const std::vector<KeptStretch>& kept, TimeRange range) {
  std::vector<KeptStretch> within;
  for (const auto& stretch : kept) {
    const TimeRange part{std::max(stretch.range.from, range.from),
                         std::min(stretch.range.to, range.to)};
    if (part.from < part.to) {
      within.push_back({part, stretch.as});
    }
  }
  return within;
}

Result<std::vector<KeptStretch>> TelemetrySource::kept_instead() {
  return std::vector<KeptStretch>();
}

Result<std::vector<Series>> TelemetrySource::read_each(std::span<const SeriesKey> keys,
                                                       TimeRange range) {
  std::vector<Series> all;
  std::size_t points = 0;
  for (const auto& key : keys) {
    auto series = read(key, range);
    if (!series) {
      return std::move(series).error();
    }
    points += series->size();
    if (points > kMostPoints) {
      return Error{ErrorKind::out_of_range, "more than " + std::to_string(kMostPoints) +
                                                " readings are asked for: take windows, a shorter "
                                                "time or fewer devices"};
    }
    all.push_back(std::move(*series));
  }
  return all;
}

Result<std::vector<std::optional<Point>>> TelemetrySource::last_each(
    std::span<const SeriesKey> keys) {
  std::vector<std::optional<Point>> all;
  for (const auto& key : keys) {
    auto point = last(key);
    if (!point && point.error().kind != ErrorKind::absent) {
      return std::move(point).error();
    }
    all.push_back(point ? std::optional(std::move(*point)) : std::nullopt);
  }
  return all;
}

}  // namespace rackproof
