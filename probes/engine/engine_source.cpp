#include "probes/engine/engine_source.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "probes/engine/engine_devices.h"
#include "probes/engine/engine_labels.h"
#include "probes/engine/last_readings.h"
#include "probes/engine/reading_points.h"
#include "schemas/text.h"

namespace rackproof::engine {
namespace {

constexpr std::string_view kAllOurs = "{__name__=~\"rackproof_.+\"}";
constexpr std::string_view kDeviceInfo = "{__name__=\"rackproof_device_info\"}";

}  // namespace

Result<std::vector<SeriesKey>> EngineSource::keys_like(const SeriesPattern& pattern) {
  const auto range = milliseconds_in(pattern.range);
  std::vector<std::string> selectors{std::string(kAllOurs)};
  if (!pattern.metric.empty()) {
    selectors = {values_of(pattern.metric, ""), missing_of(pattern.metric, "")};
  }
  const auto sets = client_.label_sets(selectors, range);
  if (!sets) {
    return sets.error();
  }
  std::set<SeriesKey> found;
  for (const auto& labels : *sets) {
    auto key = key_of(labels);
    const bool asked = !key.metric.empty() && !key.device.empty() &&
                       (pattern.metric.empty() || key.metric == pattern.metric) &&
                       matches_pattern(key.device, pattern.device);
    if (asked) {
      places_[key.device].insert(places_in(labels));
      found.insert(std::move(key));
    }
  }
  return std::vector<SeriesKey>(found.begin(), found.end());
}

std::vector<EngineSource::OneMetric> EngineSource::by_metric(std::span<const SeriesKey> keys) {
  std::map<std::string, OneMetric> found;
  std::map<std::string, std::vector<const Labels*>> labels;
  for (const auto& key : keys) {
    const auto places = places_.find(key.device);
    if (places == places_.end()) {
      continue;  // no series of that device was ever seen
    }
    auto& one = found[key.metric];
    one.metric = key.metric;
    one.devices.insert(key.device);
    for (const auto& place : places->second) {
      labels[key.metric].push_back(&place);
    }
  }
  std::vector<OneMetric> all;
  for (auto& [metric, one] : found) {
    one.matchers = matchers_for(labels[metric]);
    all.push_back(std::move(one));
  }
  return all;
}

Result<std::vector<Series>> EngineSource::read_each(std::span<const SeriesKey> keys,
                                                    TimeRange range) {
  std::map<SeriesKey, Series> found;
  for (const auto& one : by_metric(keys)) {
    const auto wanted = milliseconds_in(range);
    auto values = client_.samples(values_of(one.metric, one.matchers), wanted, one.devices.size());
    auto missing =
        values ? client_.samples(missing_of(one.metric, one.matchers), wanted, one.devices.size())
               : Result<std::vector<EngineSeries>>(values.error());
    if (!missing) {
      return std::move(missing).error();
    }
    to_catalogue_unit(*values, one.metric);
    auto points = points_by_device(*values, *missing);
    if (!points) {
      return std::move(points).error();
    }
    for (auto& [device, series] : *points) {
      found[{device, one.metric}] = std::move(series);
    }
  }
  std::vector<Series> all;
  for (const auto& key : keys) {
    all.push_back(found[key]);
  }
  return all;
}

Result<Series> EngineSource::read(const SeriesKey& key, TimeRange range) {
  if (!places_.contains(key.device)) {
    if (auto known = keys_like({key.metric, key.device, range}); !known) {
      return std::move(known).error();
    }
  }
  auto series = read_each(std::span(&key, 1), range);
  return series ? Result<Series>(std::move(series->front())) : std::move(series).error();
}

Result<std::vector<std::optional<Point>>> EngineSource::last_each(std::span<const SeriesKey> keys) {
  std::map<SeriesKey, Point> found;
  for (const auto& one : by_metric(keys)) {
    auto points = last_readings(client_, one.metric, one.matchers, one.devices);
    if (!points) {
      return std::move(points).error();
    }
    for (auto& [device, point] : *points) {
      found.emplace(SeriesKey{device, one.metric}, std::move(point));
    }
  }
  std::vector<std::optional<Point>> all;
  for (const auto& key : keys) {
    const auto point = found.find(key);
    all.push_back(point == found.end() ? std::nullopt : std::optional<Point>(point->second));
  }
  return all;
}

Result<Point> EngineSource::last(const SeriesKey& key) {
  if (!places_.contains(key.device)) {
    if (auto known = keys_like({key.metric, key.device, {UtcTime{}, UtcTime::max()}}); !known) {
      return std::move(known).error();
    }
  }
  auto point = last_each(std::span(&key, 1));
  if (!point) {
    return std::move(point).error();
  }
  if (!point->front()) {
    return Error{ErrorKind::absent, key.device + " " + key.metric + ": no such series"};
  }
  return *std::move(point->front());
}

Result<Devices> EngineSource::devices() {
  const auto sets =
      client_.label_sets({std::string(kDeviceInfo)}, milliseconds_in({UtcTime{}, UtcTime::max()}));
  if (!sets) {
    return sets.error();
  }
  std::map<std::string, Device> found;
  for (const auto& labels : *sets) {
    auto device = device_of(labels);
    if (!device.id.empty()) {
      found[device.id] = std::move(device);
    }
  }
  Devices all;
  for (auto& [id, device] : found) {
    all.push_back(std::move(device));
  }
  return all;
}

Result<std::vector<StoredMetric>> EngineSource::metrics() {
  const auto names = client_.label_values("__name__", std::string(kAllOurs));
  const auto missing = names ? client_.label_values("metric", all_missing())
                             : Result<std::vector<std::string>>(names.error());
  if (!missing) {
    return missing.error();
  }
  std::set<std::string> found(missing->begin(), missing->end());
  for (const auto& name : *names) {
    found.insert(metric_of_name(name));
  }
  found.erase("");
  std::vector<StoredMetric> all;
  for (const auto& name : found) {
    all.push_back(described(name));
  }
  return all;
}

Result<std::unique_ptr<TelemetrySource>> EngineSource::open(const EngineSettings& settings) {
  auto client = EngineClient::open(settings);
  if (!client) {
    return std::move(client).error();
  }
  std::unique_ptr<TelemetrySource> source = std::make_unique<EngineSource>(std::move(*client));
  return source;
}

}  // namespace rackproof::engine
