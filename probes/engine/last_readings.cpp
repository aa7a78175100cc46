#include "probes/engine/last_readings.h"

#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

#include "probes/engine/engine_labels.h"
#include "probes/engine/reading_points.h"

namespace rackproof::engine {
namespace {

using Found = std::map<std::string, Point>;

constexpr std::int64_t kMinute = 60'000;
/// Of Prometheus each silent series is asked for by itself.
constexpr std::size_t kMostSilent = 200;

/// Those of `devices` that are not among what was found.
std::set<std::string> without(const std::set<std::string>& devices, const Found& found) {
  std::set<std::string> left;
  for (const auto& device : devices) {
    if (!found.contains(device)) {
      left.insert(device);
    }
  }
  return left;
}

/// Keeps the later of two points; of equal stamps the one that came later.
void keep_later(Found& found, const std::string& device, Point point) {
  const auto [held, is_new] = found.try_emplace(device, point);
  if (!is_new && held->second.taken_at <= point.taken_at) {
    held->second = std::move(point);
  }
}

/// last_over_time() keeps the name, tlast_over_time() does not.
Labels nameless(Labels labels) {
  labels.erase("__name__");
  return labels;
}

/// One metric's values and missing readings, asked for in the same way.
class Lookup {
 public:
  Lookup(EngineClient& client, const std::string& metric, const std::string& matchers)
      : client_(client),
        metric_(metric),
        values_(values_of(metric, matchers)),
        missing_(missing_of(metric, matchers)) {}

  /// Samples themselves, of the last minutes: what still comes is never put together from answers
  /// of different moments.
  Result<void> recent(std::int64_t length, Found& found) {
    auto values = client_.now(values_ + over(length));
    const auto missing = values ? client_.now(missing_ + over(length))
                                : Result<std::vector<EngineSeries>>(values.error());
    if (!missing) {
      return missing.error();
    }
    to_catalogue_unit(*values, metric_);
    auto points = points_by_device(*values, *missing);
    if (!points) {
      return std::move(points).error();
    }
    for (auto& [device, series] : *points) {
      if (!series.empty()) {
        keep_later(found, device, std::move(series.back()));
      }
    }
    return {};
  }

  /// Of MetricsQL: the last sample of `length` and its time.
  Result<void> silent_in_metricsql(std::int64_t length, const std::set<std::string>& wanted,
                                   Found& found) {
    auto values = client_.now("last_over_time(" + values_ + over(length) + ")");
    const auto times = client_.now("tlast_over_time(" + values_ + over(length) + ")");
    const auto missing = client_.now("tlast_over_time(" + missing_ + over(length) + ")");
    for (const auto* answer : {&std::as_const(values), &times, &missing}) {
      if (!*answer) {
        return answer->error();
      }
    }
    to_catalogue_unit(*values, metric_);
    std::map<Labels, double> value_of;  // a device that was moved has several series
    for (const auto& series : *values) {
      value_of[nameless(series.labels)] = series.points.empty() ? 0 : series.points[0].value;
    }
    const auto take = [&](const EngineSeries& series, const Reading& reading) {
      const auto device = device_id(series.labels);
      if (wanted.contains(device) && !series.points.empty()) {
        keep_later(found, device, {time_at(series.points[0].value), reading});
      }
    };
    for (const auto& series : *times) {
      const auto value = value_of.find(nameless(series.labels));
      if (value != value_of.end()) {
        take(series, value->second);
      }
    }
    for (const auto& series : *missing) {
      take(series, reason_in(series.labels));
    }
    return {};
  }

  /// Of PromQL: when a series was still there, minute by minute of the last day; then its samples
  /// of the minute after.
  Result<void> silent_in_promql(const std::set<std::string>& wanted, Found& found) {
    if (wanted.size() > kMostSilent) {
      return Error{ErrorKind::out_of_range, std::to_string(wanted.size()) +
                                                " devices were not read in the last five "
                                                "minutes: name fewer to learn when they were"};
    }
    for (const auto* selector : {&values_, &missing_}) {
      const auto times = client_.now("max_over_time(timestamp(" + *selector + ")[1d:1m])");
      if (!times) {
        return times.error();
      }
      for (const auto& series : *times) {
        auto taken = take_minute(series, selector == &values_, wanted, found);
        if (!taken) {
          return taken;
        }
      }
    }
    return {};
  }

 private:
  static UtcTime time_at(double seconds) { return time_of({std::llround(seconds * 1000), 0}); }

  Result<void> take_minute(const EngineSeries& series, bool value,
                           const std::set<std::string>& wanted, Found& found) {
    const auto device = device_id(series.labels);
    if (!wanted.contains(device) || series.points.empty()) {
      return {};
    }
    std::string matchers;
    for (const auto& [name, text] : series.labels) {
      matchers += name == "__name__" ? "" : "," + name + "=" + quoted(text);
    }
    const auto& selector = value ? values_ : missing_;
    const auto seen = time_at(series.points[0].value).time_since_epoch();
    const auto first = std::chrono::floor<std::chrono::milliseconds>(seen).count();
    auto samples = client_.samples(selector.substr(0, selector.size() - 1) + matchers + "}",
                                   {first, first + kMinute}, 1);
    if (!samples) {
      return samples.error();
    }
    if (value) {
      to_catalogue_unit(*samples, metric_);
    }
    for (const auto& one : *samples) {
      if (!one.points.empty()) {
        const auto& last = one.points.back();
        keep_later(found, device,
                   {time_of(last), value ? Reading(last.value) : Reading(reason_in(one.labels))});
      }
    }
    return {};
  }

  EngineClient& client_;
  std::string metric_;
  std::string values_;
  std::string missing_;
};

Result<void> look_back_far(EngineClient& client, Lookup& lookup,
                           const std::set<std::string>& devices, Found& found) {
  if (!client.dialect().metricsql) {
    return lookup.silent_in_promql(without(devices, found), found);
  }
  for (const std::int64_t days : {1, 30}) {
    const auto left = without(devices, found);
    if (left.empty()) {
      break;
    }
    if (auto done = lookup.silent_in_metricsql(days * 1440 * kMinute, left, found); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

Result<Found> last_readings(EngineClient& client, const std::string& metric,
                            const std::string& matchers, const std::set<std::string>& devices) {
  Lookup lookup(client, metric, matchers);
  Found found;
  for (const std::int64_t minutes : {1, 5}) {
    if (without(devices, found).empty()) {
      return found;
    }
    if (auto done = lookup.recent(minutes * kMinute, found); !done) {
      return std::move(done).error();
    }
  }
  if (!without(devices, found).empty()) {
    if (auto done = look_back_far(client, lookup, devices, found); !done) {
      return std::move(done).error();
    }
  }
  return found;
}

}  // namespace rackproof::engine
