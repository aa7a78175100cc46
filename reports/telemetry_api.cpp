#include "reports/telemetry_api.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/series_json.h"
#include "schemas/query_words.h"
#include "schemas/suggest.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostMetrics = 32;
constexpr std::string_view kSeries = "/api/v1/series";
constexpr std::string_view kLast = "/api/v1/last";
constexpr std::string_view kDevices = "/api/v1/devices";

ApiAnswer refusal(int status, const Error& why) {
  return {status,
          write_json_line(JsonObject()
                              .add("error", JsonObject()
                                                .add("kind", to_string(why.kind))
                                                .add("message", printable(why.message, 1000))
                                                .take())
                              .take())};
}

ApiAnswer wrong(std::string message) {
  return refusal(400, {ErrorKind::malformed, std::move(message)});
}

/// A source that cannot answer; too much asked is the asker's to mend.
ApiAnswer failure(const Error& why) {
  if (why.kind == ErrorKind::out_of_range) {
    return refusal(400, why);
  }
  return refusal(why.kind == ErrorKind::timed_out ? 503 : 500, why);
}

Error too_many(std::size_t count, std::string_view what) {
  return {ErrorKind::out_of_range, std::to_string(count) + " " + std::string(what) +
                                       " are more than one answer may hold: name fewer devices"};
}

/// The parameters of a request, each known and, but for metric, there once.
class Parameters {
 public:
  explicit Parameters(std::vector<std::string> known) : known_(std::move(known)) {}

  Result<void> take(const ApiRequest& request) {
    for (const auto& [name, value] : request.parameters) {
      if (std::ranges::find(known_, name) == known_.end()) {
        return Error{ErrorKind::malformed,
                     "no parameter '" + name + "'" + did_you_mean(name, known_)};
      }
      if (name == "metric") {
        metrics_.push_back(value);
      } else if (!values_.emplace(name, value).second) {
        return Error{ErrorKind::malformed, "the parameter '" + name + "' is there twice"};
      }
    }
    return {};
  }

  [[nodiscard]] const std::vector<std::string>& metrics() const { return metrics_; }
  [[nodiscard]] std::string value(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? "" : found->second;
  }
  [[nodiscard]] std::string device() const {
    return value("device").empty() ? "*" : value("device");
  }

 private:
  std::vector<std::string> known_;
  std::vector<std::string> metrics_;
  std::map<std::string, std::string> values_;
};

std::size_t points_in(const std::vector<AnsweredSeries>& series) {
  std::size_t points = 0;
  for (const auto& one : series) {
    points += one.points.size();
  }
  return points;
}

struct SeriesOfAll {
  std::vector<AnsweredSeries> series;
  TimeRange range;  ///< That was asked, the same for every metric.
};

/// Adds the series of one metric, or says why not.
std::optional<ApiAnswer> add_series(TelemetrySource& source, const std::string& name,
                                    const QueryWords& words, UtcTime now, SeriesOfAll& all) {
  const auto metric = find_metric(source, name);
  if (!metric) {
    return metric.error().kind == ErrorKind::absent ? refusal(404, metric.error())
                                                    : failure(metric.error());
  }
  auto query = read_query(words, *metric, now);
  if (!query) {
    return refusal(400, query.error());
  }
  query->most_points = kMostInOneAnswer - std::min(points_in(all.series), kMostInOneAnswer);
  auto series = ask(source, *query, *metric);
  if (!series) {
    return failure(series.error());
  }
  all.range = query->range;
  std::ranges::move(*series, std::back_inserter(all.series));
  return std::nullopt;
}

ApiAnswer answer_series(TelemetrySource& source, const ApiRequest& request) {
  Parameters parameters({"metric", "device", "since", "from", "to", "step", "stat", "group"});
  if (const auto taken = parameters.take(request); !taken) {
    return refusal(400, taken.error());
  }
  if (parameters.metrics().empty() || parameters.metrics().size() > kMostMetrics) {
    return wrong("give metric, once to " + std::to_string(kMostMetrics) + " times");
  }
  const QueryWords words{.device = parameters.device(),
                         .since = parameters.value("since"),
                         .from = parameters.value("from"),
                         .to = parameters.value("to"),
                         .step = parameters.value("step"),
                         .statistic = parameters.value("stat"),
                         .group = parameters.value("group")};
  const auto held = source.hold();
  if (!held) {
    return failure(held.error());
  }
  SeriesOfAll all;
  for (const auto& name : parameters.metrics()) {
    if (auto refused = add_series(source, name, words, request.now, all)) {
      return *std::move(refused);
    }
  }
  const auto kept = source.kept_instead();
  return kept ? ApiAnswer{200, encode_series_list(all.series, kept_within(*kept, all.range))}
              : failure(kept.error());
}

ApiAnswer answer_last(TelemetrySource& source, const ApiRequest& request) {
  Parameters parameters({"metric", "device"});
  if (const auto taken = parameters.take(request); !taken) {
    return refusal(400, taken.error());
  }
  if (parameters.metrics().size() > 1) {
    return wrong("give metric once, or not at all for every metric");
  }
  const auto held = source.hold();
  if (!held) {
    return failure(held.error());
  }
  const auto metric = parameters.metrics().empty() ? std::string() : parameters.metrics().front();
  if (!metric.empty()) {
    if (const auto known = find_metric(source, metric); !known) {
      return known.error().kind == ErrorKind::absent ? refusal(404, known.error())
                                                     : failure(known.error());
    }
  }
  const auto readings = ask_last(source, {metric, parameters.device(), {UtcTime{}, request.now}});
  if (!readings) {
    return failure(readings.error());
  }
  if (readings->size() > kMostInOneAnswer) {
    return failure(too_many(readings->size(), "readings"));
  }
  return {200, encode_last_readings(*readings)};
}

JsonValue json_of_device(const Device& device) {
  JsonObject attributes;
  for (const auto& [name, value] : device.attributes) {
    attributes.add(name, value);
  }
  return JsonObject()
      .add("id", device.id)
      .add("kind", word_of(kDeviceKinds, device.kind))
      .add("parent", device.parent)
      .add("vendor", device.vendor)
      .add("model", device.model)
      .add("serial", device.serial)
      .add("firmware", device.firmware)
      .add("position", device.position)
      .add("attributes", attributes.take())
      .take();
}

ApiAnswer answer_devices(TelemetrySource& source, const ApiRequest& request) {
  Parameters parameters({"device"});
  if (const auto taken = parameters.take(request); !taken) {
    return refusal(400, taken.error());
  }
  const auto devices = source.devices();
  if (!devices) {
    return failure(devices.error());
  }
  JsonArray list;
  std::size_t count = 0;
  for (const auto& device : *devices) {
    if (matches_pattern(device.id, parameters.device()) && ++count <= kMostInOneAnswer) {
      list.add(json_of_device(device));
    }
  }
  if (count > kMostInOneAnswer) {
    return failure(too_many(count, "devices"));
  }
  return {200, write_json_line(JsonObject().add("devices", list.take()).take())};
}

}  // namespace

bool is_api_path(std::string_view path) {
  return path == kSeries || path == kLast || path == kDevices;
}

ApiAnswer api_failure(const Error& why) {
  return why.kind == ErrorKind::absent ? refusal(404, why) : failure(why);
}

std::optional<ApiAnswer> answer_api(TelemetrySource& source, const ApiRequest& request) {
  if (request.path == kSeries) {
    return answer_series(source, request);
  }
  if (request.path == kLast) {
    return answer_last(source, request);
  }
  if (request.path == kDevices) {
    return answer_devices(source, request);
  }
  return std::nullopt;
}

}  // namespace rackproof
