#include "probes/engine/reading_points.h"

#include <algorithm>
#include <chrono>

#include "probes/engine/engine_labels.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/exposition_name.h"

namespace rackproof::engine {
namespace {

/// A label in which two sets differ.
std::string difference(const Labels& a, const Labels& b) {
  for (const auto& [name, value] : a) {
    const auto other = b.find(name);
    if (other == b.end() || other->second != value) {
      return name;
    }
  }
  for (const auto& [name, value] : b) {
    if (!a.contains(name)) {
      return name;
    }
  }
  return "";
}

constexpr ErrorKind kLastReason = ErrorKind::not_observable;

}  // namespace

Error reason_in(const Labels& labels) {
  const auto found = labels.find("reason");
  if (found != labels.end()) {
    for (int kind = 0; kind <= static_cast<int>(kLastReason); ++kind) {
      if (to_string(static_cast<ErrorKind>(kind)) == found->second) {
        return {static_cast<ErrorKind>(kind), ""};
      }
    }
  }
  return {ErrorKind::malformed, "a reason that this release does not know"};
}

void to_catalogue_unit(std::vector<EngineSeries>& values, std::string_view metric) {
  const auto* known = metrics::find(metric);
  const auto factor = known == nullptr ? 1.0 : exposition_name(*known).factor;
  if (factor == 1) {
    return;
  }
  for (auto& series : values) {
    for (auto& point : series.points) {
      point.value /= factor;
    }
  }
}

UtcTime time_of(const EnginePoint& point) {
  return UtcTime(std::chrono::milliseconds(point.at_ms));
}

Result<void> OneSeriesEach::add(const std::string& device, const Labels& all_labels) {
  auto labels = all_labels;
  labels.erase("position");
  const auto [seen, is_new] = seen_.emplace(device, labels);
  if (is_new || seen->second == labels) {
    return {};
  }
  return Error{ErrorKind::malformed,
               "the engine has two series of " + printable(device) +
                   " that differ in their label '" + printable(difference(seen->second, labels)) +
                   "': name one by extra_filters[] in the engine's URL, or the nodes by a label"};
}

Result<std::map<std::string, Series>> points_by_device(const std::vector<EngineSeries>& values,
                                                       const std::vector<EngineSeries>& missing) {
  std::map<std::string, Series> found;
  OneSeriesEach one_each;
  for (const auto& series : values) {
    const auto device = device_id(series.labels);
    if (auto added = one_each.add(device, series.labels); !added) {
      return std::move(added).error();
    }
    for (const auto& point : series.points) {
      found[device].push_back({time_of(point), point.value});
    }
  }
  for (const auto& series : missing) {
    const auto why = reason_in(series.labels);
    for (const auto& point : series.points) {
      found[device_id(series.labels)].push_back({time_of(point), why});
    }
  }
  for (auto& [device, points] : found) {
    std::ranges::stable_sort(points, {}, &Point::taken_at);
  }
  return found;
}

}  // namespace rackproof::engine
