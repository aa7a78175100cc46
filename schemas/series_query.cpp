#include "schemas/series_query.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "schemas/catalogue.h"
#include "schemas/device_book.h"
#include "schemas/suggest.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::int64_t kDeepestLevel = 16;
constexpr std::string_view kLevelPrefix = "level:";

std::string group_name(const Device& device, const GroupBy& group, DeviceBook& book) {
  switch (group.by) {
    case Grouping::level:
      return first_parts(device.id, group.level);
    case Grouping::node:
      return book.node_of(device);
    case Grouping::position:
      return book.position_of(device);
    case Grouping::device:
      break;
  }
  return device.id;
}

/// The metric as windows need it. Its name is that of `stored`, which outlives it.
Metric metric_of(const StoredMetric& stored) {
  const auto* known = metrics::find(stored.name);
  if (known != nullptr) {
    return *known;
  }
  Metric metric;
  metric.name = stored.name;
  metric.unit = parse_unit(stored.unit).value_or(Unit::one);
  metric.kind = value_of(kMetricKinds, stored.kind).value_or(MetricKind::gauge);
  return metric;
}

SeriesPattern pattern_of(const SeriesQuery& query, const StoredMetric& metric, TimeRange range) {
  return {metric.name, query.device, range};
}

std::string unit_of(const SeriesQuery& query, const StoredMetric& metric) {
  if (query.step.count() == 0) {
    return metric.unit;
  }
  if (query.statistic == Statistic::count) {
    return "1";
  }
  return query.statistic == Statistic::rate ? metric.unit + "/s" : metric.unit;
}

Result<std::vector<AnsweredSeries>> ask_readings(TelemetrySource& source, const SeriesQuery& query,
                                                 const StoredMetric& metric) {
  const auto keys = source.keys_like(pattern_of(query, metric, query.range));
  if (!keys) {
    return keys.error();
  }
  auto series = source.read_each(*keys, query.range);
  if (!series) {
    return std::move(series).error();
  }
  std::size_t points = 0;
  for (const auto& one : *series) {
    points += one.size();
  }
  if (points > query.most_points) {
    return Error{ErrorKind::out_of_range, std::to_string(points) +
                                              " readings are more than one answer may hold: take "
                                              "windows, a shorter time or fewer devices"};
  }
  std::vector<AnsweredSeries> answers;
  for (std::size_t i = 0; i < keys->size() && i < series->size(); ++i) {
    if (!(*series)[i].empty()) {
      answers.push_back(
          {(*keys)[i].device, metric.name, unit_of(query, metric), 1, 0, std::move((*series)[i])});
    }
  }
  return answers;
}

/// What is known of the devices, where it makes a difference: a fleet has many.
Result<Devices> devices_for(TelemetrySource& source, const SeriesQuery& query,
                            const Metric& metric) {
  const bool by_place = query.group.by == Grouping::node || query.group.by == Grouping::position;
  const bool by_range = takes_steps(query.statistic) && metric.counter.range_on_device;
  return by_place || by_range ? source.devices() : Result<Devices>(Devices{});
}

Series points_of(SeriesWindows windows, const WindowGrid& grid) {
  Series points;
  points.reserve(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    points.push_back({grid.start(i), std::move(windows[i].value)});
  }
  return points;
}

std::vector<SeriesGroup> groups_of(const std::vector<SeriesKey>& keys, const SeriesQuery& query,
                                   const Metric& metric, DeviceBook& book) {
  std::map<std::string, std::vector<SeriesAsked>> members;
  for (const auto& key : keys) {
    const auto& device = book.at(key.device);
    members[group_name(device, query.group, book)].push_back({key, &metric, &device});
  }
  std::vector<SeriesGroup> groups;
  groups.reserve(members.size());
  for (auto& [name, asked] : members) {
    groups.push_back({name, std::move(asked)});
  }
  return groups;
}

Result<std::vector<AnsweredSeries>> ask_windows(TelemetrySource& source, const SeriesQuery& query,
                                                const StoredMetric& stored) {
  const auto grid = grid_over(query.range, query.step);
  const auto keys = grid ? source.keys_like(pattern_of(query, stored, grid->range()))
                         : Result<std::vector<SeriesKey>>(grid.error());
  const auto metric = metric_of(stored);
  auto devices = keys ? devices_for(source, query, metric) : Result<Devices>(keys.error());
  if (!devices) {
    return std::move(devices).error();
  }
  DeviceBook book(std::move(*devices));
  const auto groups = groups_of(*keys, query, metric, book);
  if (groups.size() > query.most_points / grid->count) {
    return Error{ErrorKind::out_of_range,
                 std::to_string(groups.size()) + " series of " + std::to_string(grid->count) +
                     " windows are more than one answer may hold: take a longer step, a shorter "
                     "time or fewer devices"};
  }
  auto windows = source.group_windows(groups, {*grid, query.statistic});
  if (!windows) {
    return std::move(windows).error();
  }
  std::vector<AnsweredSeries> answers;
  for (std::size_t i = 0; i < groups.size() && i < windows->size(); ++i) {
    auto& of_group = (*windows)[i];
    if (!of_group.windows.empty()) {
      answers.push_back({groups[i].name, stored.name, unit_of(query, stored),
                         groups[i].members.size(), of_group.silent,
                         points_of(std::move(of_group.windows), *grid)});
    }
  }
  return answers;
}

Error nonsense(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

Result<void> check_statistic(const SeriesQuery& query, const StoredMetric& metric) {
  const auto word = std::string(word_of(kStatistics, query.statistic));
  if (query.statistic == Statistic::drift) {
    return nonsense("drift is asked of a run, not of windows");
  }
  if (takes_steps(query.statistic) && metric.kind != word_of(kMetricKinds, MetricKind::counter)) {
    return nonsense(word + " is asked of counters, and " + metric.name + " is a " + metric.kind);
  }
  const bool by_order = query.statistic == Statistic::first || query.statistic == Statistic::last;
  if (by_order && query.group.by != Grouping::device) {
    return nonsense(word + " is asked of single devices: a group has no " + word + " reading");
  }
  return {};
}

/// What is kept is meant rather than what could be.
std::string hint_at(std::string_view name, const std::vector<StoredMetric>& kept) {
  std::vector<std::string> names;
  names.reserve(kept.size());
  for (const auto& metric : kept) {
    names.push_back(metric.name);
  }
  if (auto hint = did_you_mean(name, names); !hint.empty()) {
    return hint;
  }
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      names.emplace_back(metric.name);
    }
  }
  return did_you_mean(name, names);
}

}  // namespace

Result<GroupBy> parse_group(std::string_view text) {
  if (text == "device") {
    return GroupBy{Grouping::device};
  }
  if (text == "node") {
    return GroupBy{Grouping::node};
  }
  if (text == "position") {
    return GroupBy{Grouping::position};
  }
  if (text == "all") {
    return GroupBy{Grouping::level, 0};
  }
  const auto level = text.starts_with(kLevelPrefix)
                         ? parse_integer(text.substr(kLevelPrefix.size()))
                         : Result<std::int64_t>(Error{ErrorKind::malformed, ""});
  if (!level || *level < 0 || *level > kDeepestLevel) {
    return nonsense("expected device, node, level:N, position or all, got '" + std::string(text) +
                    "'");
  }
  return GroupBy{Grouping::level, static_cast<int>(*level)};
}

std::string format_group(const GroupBy& group) {
  if (group.by == Grouping::level) {
    return std::string(kLevelPrefix) + std::to_string(group.level);
  }
  if (group.by == Grouping::node) {
    return "node";
  }
  return group.by == Grouping::position ? "position" : "device";
}

Statistic usual_statistic(const StoredMetric& metric) {
  const auto kind = value_of(kMetricKinds, metric.kind).value_or(MetricKind::gauge);
  if (kind == MetricKind::counter) {
    return Statistic::growth;
  }
  return kind == MetricKind::state ? Statistic::last : Statistic::mean;
}

Result<StoredMetric> find_metric(TelemetrySource& source, std::string_view name) {
  const auto found = source.metric(name);
  if (!found) {
    return found.error();
  }
  if (*found) {
    return **found;
  }
  if (const auto* known = metrics::find(name)) {
    return StoredMetric{std::string(known->name), std::string(to_string(known->unit)),
                        std::string(word_of(kMetricKinds, known->kind))};
  }
  const auto kept = source.metrics();
  if (!kept) {
    return kept.error();
  }
  return Error{ErrorKind::absent, "no metric '" + std::string(name) + "'" + hint_at(name, *kept)};
}

Result<void> check(const SeriesQuery& query, const StoredMetric& metric) {
  if (query.range.to <= query.range.from) {
    return nonsense("the time asked for is empty: it ends before it begins");
  }
  if (query.step.count() != 0) {
    const auto grid = grid_over(query.range, query.step);
    return grid ? check_statistic(query, metric) : Result<void>(grid.error());
  }
  if (query.group.by != Grouping::device) {
    return nonsense("groups need windows: give a step");
  }
  return {};
}

Result<std::vector<AnsweredSeries>> ask(TelemetrySource& source, const SeriesQuery& query,
                                        const StoredMetric& metric) {
  if (auto checked = check(query, metric); !checked) {
    return std::move(checked).error();
  }
  return query.step.count() == 0 ? ask_readings(source, query, metric)
                                 : ask_windows(source, query, metric);
}

Result<std::vector<LastOfSeries>> ask_last(TelemetrySource& source, const SeriesPattern& pattern) {
  auto keys = source.keys_like(pattern);
  auto points =
      keys ? source.last_each(*keys) : Result<std::vector<std::optional<Point>>>(keys.error());
  const auto kept = points ? source.metrics() : Result<std::vector<StoredMetric>>(points.error());
  if (!kept) {
    return kept.error();
  }
  std::unordered_map<std::string_view, std::string_view> units;
  for (const auto& known : *kept) {
    units.emplace(known.name, known.unit);
  }
  std::vector<LastOfSeries> readings;
  readings.reserve(keys->size());
  for (std::size_t i = 0; i < keys->size() && i < points->size(); ++i) {
    auto& point = (*points)[i];
    if (point) {
      const auto unit = units[(*keys)[i].metric];
      readings.push_back({std::move((*keys)[i]), std::string(unit), std::move(*point)});
    }
  }
  return readings;
}

}  // namespace rackproof
