#include "schemas/json/series_json.h"

#include <chrono>
#include <cmath>
#include <map>

#include "schemas/json/json_text.h"
#include "schemas/json/json_value.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// What a point, and a reading with its names, usually take.
constexpr std::size_t kPointBytes = 28;
constexpr std::size_t kReadingBytes = 144;
constexpr std::size_t kSeriesBytes = 192;

void add_stamp(JsonText& out, UtcTime time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time);
  out.number(static_cast<std::int64_t>(whole.time_since_epoch().count()));
}

void add_count(JsonText& out, std::int64_t count) {
  const bool exact = count <= kLargestExactInteger && count >= -kLargestExactInteger;
  if (exact) {
    out.number(count);
  } else {
    out.put('"').number(count).put('"');
  }
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

void add_point(JsonText& out, const Point& point) {
  out.put('[');
  add_stamp(out, point.taken_at);
  out.put(',');
  if (const auto* count = std::get_if<std::int64_t>(&point.reading)) {
    add_count(out, *count);
  } else if (is_null(point.reading)) {
    out.put("null");
  } else {
    out.number(std::get<double>(point.reading));
  }
  out.put(']');
}

void add_reasons(JsonText& out, const Series& points) {
  std::map<std::string, JsonText> stamps;
  for (const auto& point : points) {
    if (is_null(point.reading)) {
      auto& list = stamps[why_null(point.reading)];
      list.put(list.last() == '\0' ? "" : ",");
      add_stamp(list, point.taken_at);
    }
  }
  out.put('{');
  for (auto& [reason, list] : stamps) {
    out.put(out.last() == '{' ? "" : ",").text(reason).put(":[").put(list.take()).put(']');
  }
  out.put('}');
}

template <typename Items, typename Add>
void add_list(JsonText& out, std::string_view name, const Items& items, Add&& add) {
  out.text(name).put(":[");
  bool first = true;
  for (const auto& item : items) {
    out.put(first ? "" : ",");
    first = false;
    add(item);
  }
  out.put(']');
}

void add_series(JsonText& out, const AnsweredSeries& series) {
  out.put('{').member("device", series.device).put(',');
  out.member("metric", series.metric).put(',').member("unit", series.unit);
  out.put(",\"members\":").number(static_cast<std::int64_t>(series.members));
  out.put(",\"silent\":").number(static_cast<std::int64_t>(series.silent)).put(',');
  add_list(out, "points", series.points, [&out](const Point& point) { add_point(out, point); });
  out.put(",\"reasons\":");
  add_reasons(out, series.points);
  out.put('}');
}

void add_last(JsonText& out, const LastOfSeries& last) {
  out.put("{\"device\":").text(last.key.device).put(",\"metric\":").text(last.key.metric);
  out.put(",\"unit\":").text(last.unit).put(",\"point\":");
  add_point(out, last.point);
  if (is_null(last.point.reading)) {
    out.put(',').member("reason", why_null(last.point.reading));
  }
  out.put('}');
}

void add_kept(JsonText& out, const KeptStretch& stretch) {
  out.put("{\"from\":");
  add_stamp(out, stretch.range.from);
  out.put(",\"to\":");
  add_stamp(out, stretch.range.to);
  out.put(',').member("as", stretch.as).put('}');
}

std::size_t expected_bytes(const std::vector<AnsweredSeries>& all) {
  std::size_t bytes = kSeriesBytes;
  for (const auto& series : all) {
    bytes += kSeriesBytes + kPointBytes * series.points.size();
  }
  return bytes;
}

/// "" where readings are given as they were taken.
std::string_view statistic_word(const QueryAnswer& answer) {
  if (answer.last) {
    return word_of(kStatistics, Statistic::last);
  }
  return answer.query.step.count() > 0 ? word_of(kStatistics, answer.query.statistic) : "";
}

void add_answer(JsonText& out, const QueryAnswer& answer) {
  const auto& query = answer.query;
  const std::chrono::duration<double> step = query.step;
  out.put('{').member("metric", answer.metric.name).put(',');
  out.member("kind", answer.metric.kind).put(',').member("device", query.device).put(',');
  out.member("from", format_utc(query.range.from)).put(',');
  out.member("to", format_utc(query.range.to)).put(",\"stepSeconds\":").number(step.count());
  out.put(',').member("statistic", statistic_word(answer)).put(',');
  out.member("group", format_group(query.group)).put(',');
  add_list(out, "series", answer.series,
           [&out](const AnsweredSeries& series) { add_series(out, series); });
  out.put('}');
}

}  // namespace

std::string encode_series(const AnsweredSeries& series) {
  JsonText out(kSeriesBytes + kPointBytes * series.points.size());
  add_series(out, series);
  return out.take();
}

std::string encode_series_list(const std::vector<AnsweredSeries>& series,
                               const std::vector<KeptStretch>& kept) {
  JsonText out(expected_bytes(series));
  out.put('{');
  add_list(out, "series", series, [&out](const AnsweredSeries& one) { add_series(out, one); });
  if (!kept.empty()) {
    out.put(',');
    add_list(out, "kept", kept, [&out](const KeptStretch& stretch) { add_kept(out, stretch); });
  }
  out.put("}\n");
  return out.take();
}

std::string encode_last_readings(const std::vector<LastOfSeries>& readings) {
  JsonText out(kReadingBytes * (readings.size() + 1));
  out.put('{');
  add_list(out, "readings", readings, [&out](const LastOfSeries& last) { add_last(out, last); });
  out.put("}\n");
  return out.take();
}

std::string encode_query_answers(const std::vector<QueryAnswer>& answers) {
  JsonText out;
  out.put('{').member("format", "rackproof-query/1").put(',');
  add_list(out, "queries", answers, [&out](const QueryAnswer& answer) { add_answer(out, answer); });
  out.put("}\n");
  return out.take();
}

}  // namespace rackproof
