#include "tests/bench/telemetry_answers.h"

#include <cmath>
#include <optional>
#include <string_view>

#include "schemas/json/json_value.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/bench/telemetry_set.h"

namespace rackproof::bench {
namespace {

using Points = std::vector<AnsweredPoint>;

JsonLimits limits() {
  JsonLimits limits;
  limits.bytes = std::size_t{1} << 30;
  limits.long_integers_as_text = true;
  return limits;
}

Error unlike(const char* what) {
  return {ErrorKind::malformed, std::string("no ") + what + " in the answer"};
}

std::string text_at(const JsonValue& value, std::string_view name) {
  const auto* member = value.find(name);
  return member == nullptr || member->if_string() == nullptr ? "" : *member->if_string();
}

const JsonValue::Array* list_at(const JsonValue& value, std::string_view name) {
  const auto* member = value.find(name);
  return member == nullptr ? nullptr : member->if_array();
}

/// A number, or the digits of one.
std::optional<double> number_of(const JsonValue& value) {
  if (const auto* text = value.if_string()) {
    const auto number = parse_double(*text);
    return number ? std::optional(*number) : std::nullopt;
  }
  return value.as_double();
}

/// Adds [t,value]; `scale` makes t milliseconds.
bool add_point(const JsonValue& value, double scale, Points& points) {
  const auto* pair = value.if_array();
  const auto stamp = pair != nullptr && pair->size() == 2 ? (*pair)[0].as_double() : std::nullopt;
  const auto number = stamp ? number_of((*pair)[1]) : std::nullopt;
  if (number) {
    points.emplace_back(std::llround(*stamp * scale), *number);
  }
  return number.has_value();
}

bool add_points(const JsonValue::Array& list, double scale, Points& points) {
  for (const auto& point : list) {
    if (!add_point(point, scale, points)) {
      return false;
    }
  }
  return true;
}

/// Two lists of equal length.
bool add_exported(const JsonValue& series, Points& points) {
  const auto* values = list_at(series, "values");
  const auto* stamps = list_at(series, "timestamps");
  const auto count = values != nullptr && stamps != nullptr ? values->size() : 0;
  for (std::size_t i = 0; i < count && i < stamps->size(); ++i) {
    const auto stamp = (*stamps)[i].as_double();
    const auto value = number_of((*values)[i]);
    if (!stamp || !value) {
      return false;
    }
    points.emplace_back(std::llround(*stamp), *value);
  }
  return count > 0 && stamps->size() == count;
}

std::string name_of(const JsonValue& labels, const std::string& metric) {
  SetSeries series{0, "", metric, {}};
  const auto* members = labels.if_object();
  for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
    const auto& [name, value] = (*members)[i];
    const auto text = value.if_string() == nullptr ? std::string() : *value.if_string();
    (name == "__name__" ? series.metric : series.labels[name]) = text;
  }
  return series.device() + " " + series.name();
}

}  // namespace

Result<Answered> read_our_series(const std::string& body, const AnswerForm& form) {
  const auto answer = parse_strict_json(body, limits());
  const auto* list = answer ? list_at(*answer, "series") : nullptr;
  if (list == nullptr) {
    return unlike("series");
  }
  Answered all;
  for (const auto& series : *list) {
    const auto* points = list_at(series, "points");
    auto& mine = all[form.named ? text_at(series, "device") + " " + text_at(series, "metric") : ""];
    if (points == nullptr || !add_points(*points, 1, mine)) {
      return unlike("number for each point");
    }
  }
  return all;
}

Result<Answered> read_our_last(const std::string& body) {
  const auto answer = parse_strict_json(body, limits());
  const auto* list = answer ? list_at(*answer, "readings") : nullptr;
  if (list == nullptr) {
    return unlike("readings");
  }
  Answered all;
  for (const auto& reading : *list) {
    const auto* point = reading.find("point");
    auto& mine = all[text_at(reading, "device") + " " + text_at(reading, "metric")];
    if (point == nullptr || !add_point(*point, 0, mine)) {
      return unlike("number for each reading");
    }
  }
  return all;
}

Result<Answered> read_promql(const std::string& body, const AnswerForm& form) {
  const auto answer = parse_strict_json(body, limits());
  const auto* data = answer ? answer->find("data") : nullptr;
  const auto* list = data == nullptr ? nullptr : list_at(*data, "result");
  if (list == nullptr) {
    return unlike("result");
  }
  Answered all;
  for (const auto& series : *list) {
    const auto* labels = series.find("metric");
    const auto* value = series.find("value");
    const auto* values = list_at(series, "values");
    auto& mine = all[form.named && labels != nullptr ? name_of(*labels, form.metric) : ""];
    const bool well = value != nullptr ? add_point(*value, 1000, mine)
                                       : values != nullptr && add_points(*values, 1000, mine);
    if (!well) {
      return unlike("number for each value");
    }
    for (auto& [stamp, number] : mine) {
      stamp -= form.stamps_earlier;
    }
  }
  return all;
}

Result<Answered> read_export(const std::string& body) {
  Answered all;
  for (const auto line : lines(body)) {
    const auto answer = parse_strict_json(line, limits());
    const auto* labels = answer ? answer->find("metric") : nullptr;
    if (labels == nullptr || !add_exported(*answer, all[name_of(*labels, "")])) {
      return unlike("exported series");
    }
  }
  return all;
}

}  // namespace rackproof::bench
