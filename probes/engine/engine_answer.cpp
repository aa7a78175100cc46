#include "probes/engine/engine_answer.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"

namespace rackproof::engine {
namespace {

constexpr std::size_t kLongestAnswer = std::size_t{64} << 20;
constexpr std::size_t kLongestWords = 500;
constexpr double kMostSeconds = 9e9;  ///< The year 2255; before nanoseconds run out.

Error malformed(std::string_view what) {
  return {ErrorKind::malformed, "the engine's answer: " + std::string(what)};
}

std::string text_of(const JsonValue* value) {
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : printable(*text, kLongestWords);
}

/// The member "data" of an answer that is whole.
Result<JsonValue> data_of(std::string_view body) {
  auto document =
      parse_strict_json(body, {.bytes = kLongestAnswer, .depth = 8, .long_integers_as_text = true});
  if (!document) {
    return std::move(document).error().during("the engine's answer");
  }
  const auto status = text_of(document->find("status"));
  if (status == "error") {
    return Error{ErrorKind::io, "the engine says: " + text_of(document->find("error"))};
  }
  if (status != "success") {
    return malformed("it has no status");
  }
  // VictoriaMetrics' cluster says so where one of its stores did not answer.
  const auto* partial = document->find("isPartial");
  if (partial != nullptr && partial->if_boolean() != nullptr && *partial->if_boolean()) {
    return Error{ErrorKind::stale, "the engine's answer is partial: a part of it did not answer"};
  }
  const auto* data = document->find("data");
  if (data == nullptr) {
    return malformed("it has no data");
  }
  return *data;
}

std::optional<Labels> labels_of(const JsonValue* value) {
  const auto* members = value == nullptr ? nullptr : value->if_object();
  if (members == nullptr) {
    return std::nullopt;
  }
  Labels labels;
  for (const auto& member : *members) {
    const auto* text = member.value.if_string();
    if (text == nullptr) {
      return std::nullopt;
    }
    labels.emplace(member.name, *text);
  }
  return labels;
}

/// "85.25", "+Inf", "NaN": a sample's value is text, so that JSON can say all of them. from_chars()
/// reads what is not finite as well, but no plus.
std::optional<double> number_of(std::string_view text) {
  if (text == "+Inf") {
    text.remove_prefix(1);
  }
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

/// [seconds, "value"].
std::optional<EnginePoint> point_of(const JsonValue& value) {
  const auto* pair = value.if_array();
  if (pair == nullptr || pair->size() != 2) {
    return std::nullopt;
  }
  const auto seconds = (*pair)[0].as_double();
  const auto* text = (*pair)[1].if_string();
  if (!seconds || text == nullptr || !(std::abs(*seconds) < kMostSeconds)) {
    return std::nullopt;
  }
  const auto number = number_of(*text);
  if (!number) {
    return std::nullopt;
  }
  return EnginePoint{std::llround(*seconds * 1000), *number};
}

/// Adds what `value` holds to `series`; false where it is no point.
bool take_point(const JsonValue& value, EngineSeries& series) {
  const auto point = point_of(value);
  if (point && !std::isnan(point->value)) {
    series.points.push_back(*point);
  }
  return point.has_value();
}

/// A matrix has "values", a vector "value".
bool take_points(const JsonValue& entry, EngineSeries& series) {
  if (const auto* one = entry.find("value")) {
    return take_point(*one, series);
  }
  const auto* values = entry.find("values");
  const auto* all = values == nullptr ? nullptr : values->if_array();
  if (all == nullptr) {
    return false;
  }
  series.points.reserve(all->size());
  for (const auto& value : *all) {
    if (!take_point(value, series)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Result<std::vector<EngineSeries>> parse_samples(std::string_view body) {
  const auto data = data_of(body);
  if (!data) {
    return data.error();
  }
  const auto type = text_of(data->find("resultType"));
  const auto* result = data->find("result");
  const auto* entries = result == nullptr ? nullptr : result->if_array();
  if (entries == nullptr || (type != "vector" && type != "matrix")) {
    return malformed("neither a vector nor a matrix");
  }
  std::vector<EngineSeries> all;
  all.reserve(entries->size());
  for (const auto& entry : *entries) {
    auto labels = labels_of(entry.find("metric"));
    if (!labels) {
      return malformed("a series without labels");
    }
    EngineSeries series{std::move(*labels), {}};
    if (!take_points(entry, series)) {
      return malformed("a series with a sample that is none");
    }
    all.push_back(std::move(series));
  }
  return all;
}

Result<std::vector<Labels>> parse_label_sets(std::string_view body) {
  const auto data = data_of(body);
  if (!data) {
    return data.error();
  }
  const auto* entries = data->if_array();
  if (entries == nullptr) {
    return malformed("no list of series");
  }
  std::vector<Labels> all;
  all.reserve(entries->size());
  for (const auto& entry : *entries) {
    auto labels = labels_of(&entry);
    if (!labels) {
      return malformed("a series without labels");
    }
    all.push_back(std::move(*labels));
  }
  return all;
}

Result<std::vector<std::string>> parse_label_values(std::string_view body) {
  const auto data = data_of(body);
  if (!data) {
    return data.error();
  }
  const auto* entries = data->if_array();
  if (entries == nullptr) {
    return malformed("no list of values");
  }
  std::vector<std::string> all;
  for (const auto& entry : *entries) {
    const auto* text = entry.if_string();
    if (text == nullptr) {
      return malformed("a value that is no text");
    }
    all.push_back(*text);
  }
  return all;
}

std::string words_of_failure(std::string_view body) {
  const auto document = parse_strict_json(body, {.bytes = kLongestAnswer, .depth = 8});
  return document ? text_of(document->find("error"))
                  : printable(body.substr(0, body.find('\n')), kLongestWords);
}

}  // namespace rackproof::engine
