#include "schemas/json/series_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>

#include "schemas/json/json_writer.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

// Written as text, point by point: an answer may hold a million, and a tree of values of them would
// cost thirty times the text.

/// Stands in JSON as it is.
bool is_plain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

void append_text(std::string& out, std::string_view text) {
  if (std::ranges::all_of(text, is_plain)) {
    out += '"';
    out += text;
    out += '"';
    return;
  }
  auto quoted = write_json_line(json_of(text));
  quoted.pop_back();  // the newline
  out += quoted;
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_text(out, name);
  out += ':';
  append_text(out, text);
}

/// The shortest text that reads back as the same number.
template <typename Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

void append_stamp(std::string& out, UtcTime time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time);
  append_number(out, static_cast<std::int64_t>(whole.time_since_epoch().count()));
}

void append_count(std::string& out, std::int64_t count) {
  const bool exact = count <= kLargestExactInteger && count >= -kLargestExactInteger;
  out += exact ? "" : "\"";
  append_number(out, count);
  out += exact ? "" : "\"";
}

std::string reason_text(const Error& why) {
  const std::string kind(to_string(why.kind));
  return why.message.empty() ? kind : kind + ": " + why.message;
}

/// What `reading` has instead of a value; a double that is no number has none either.
std::string why_null(const Reading& reading) {
  const auto* why = std::get_if<Error>(&reading);
  return why != nullptr ? reason_text(*why) : "malformed: the value is not a finite number";
}

bool is_null(const Reading& reading) {
  return !has_value(reading) || !std::isfinite(as_double(reading));
}

void append_point(std::string& out, const Point& point) {
  out += '[';
  append_stamp(out, point.taken_at);
  out += ',';
  if (is_null(point.reading)) {
    out += "null";
  } else if (const auto* count = std::get_if<std::int64_t>(&point.reading)) {
    append_count(out, *count);
  } else {
    append_number(out, std::get<double>(point.reading));
  }
  out += ']';
}

void append_reasons(std::string& out, const Series& points) {
  std::map<std::string, std::string> stamps;
  for (const auto& point : points) {
    if (is_null(point.reading)) {
      auto& list = stamps[why_null(point.reading)];
      list += list.empty() ? "" : ",";
      append_stamp(list, point.taken_at);
    }
  }
  out += '{';
  for (const auto& [reason, list] : stamps) {
    out += out.back() == '{' ? "" : ",";
    append_text(out, reason);
    out += ":[" + list + ']';
  }
  out += '}';
}

void append_series(std::string& out, const AnsweredSeries& series) {
  out += '{';
  append_member(out, "device", series.device);
  out += ',';
  append_member(out, "metric", series.metric);
  out += ',';
  append_member(out, "unit", series.unit);
  out += ",\"members\":" + std::to_string(series.members);
  out += ",\"silent\":" + std::to_string(series.silent);
  out += ",\"points\":[";
  for (const auto& point : series.points) {
    out += out.back() == '[' ? "" : ",";
    append_point(out, point);
  }
  out += "],\"reasons\":";
  append_reasons(out, series.points);
  out += '}';
}

template <typename Items, typename Append>
void append_list(std::string& out, std::string_view name, const Items& items, Append&& append) {
  append_text(out, name);
  out += ":[";
  bool first = true;
  for (const auto& item : items) {
    out += first ? "" : ",";
    first = false;
    append(item);
  }
  out += ']';
}

void append_last(std::string& out, const LastOfSeries& last) {
  out += '{';
  append_member(out, "device", last.key.device);
  out += ',';
  append_member(out, "metric", last.key.metric);
  out += ',';
  append_member(out, "unit", last.unit);
  out += ",\"point\":";
  append_point(out, last.point);
  if (is_null(last.point.reading)) {
    out += ',';
    append_member(out, "reason", why_null(last.point.reading));
  }
  out += '}';
}

/// "" where readings are given as they were taken.
std::string_view statistic_word(const QueryAnswer& answer) {
  if (answer.last) {
    return word_of(kStatistics, Statistic::last);
  }
  return answer.query.step.count() > 0 ? word_of(kStatistics, answer.query.statistic) : "";
}

void append_answer(std::string& out, const QueryAnswer& answer) {
  const auto& query = answer.query;
  const std::chrono::duration<double> step = query.step;
  out += '{';
  append_member(out, "metric", answer.metric.name);
  out += ',';
  append_member(out, "kind", answer.metric.kind);
  out += ',';
  append_member(out, "device", query.device);
  out += ',';
  append_member(out, "from", format_utc(query.range.from));
  out += ',';
  append_member(out, "to", format_utc(query.range.to));
  out += ",\"stepSeconds\":" + format_double(step.count()) + ',';
  append_member(out, "statistic", statistic_word(answer));
  out += ',';
  append_member(out, "group", format_group(query.group));
  out += ',';
  append_list(out, "series", answer.series,
              [&out](const AnsweredSeries& series) { append_series(out, series); });
  out += '}';
}

}  // namespace

std::string encode_series(const AnsweredSeries& series) {
  std::string out;
  append_series(out, series);
  return out;
}

std::string encode_series_list(const std::vector<AnsweredSeries>& series) {
  std::string out = "{";
  append_list(out, "series", series,
              [&out](const AnsweredSeries& one) { append_series(out, one); });
  return out + "}\n";
}

std::string encode_last_readings(const std::vector<LastOfSeries>& readings) {
  std::string out = "{";
  append_list(out, "readings", readings,
              [&out](const LastOfSeries& last) { append_last(out, last); });
  return out + "}\n";
}

std::string encode_query_answers(const std::vector<QueryAnswer>& answers) {
  std::string out = "{";
  append_member(out, "format", "rackproof-query/1");
  out += ',';
  append_list(out, "queries", answers,
              [&out](const QueryAnswer& answer) { append_answer(out, answer); });
  return out + "}\n";
}

}  // namespace rackproof
