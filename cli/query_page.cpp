#include "cli/query_page.h"

#include <algorithm>
#include <chrono>

#include "cli/columns.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

std::string step_words(std::chrono::nanoseconds step) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(step);
  if (seconds != step) {
    return format_double(std::chrono::duration<double>(step).count()) + " s";
  }
  if (seconds.count() % 3600 == 0) {
    return std::to_string(seconds.count() / 3600) + " h";
  }
  return seconds.count() % 60 == 0 ? std::to_string(seconds.count() / 60) + " min"
                                   : std::to_string(seconds.count()) + " s";
}

std::string head_of(const QueryAnswer& answer) {
  const auto& query = answer.query;
  std::string what = answer.metric.name;
  if (answer.last) {
    return wrapped(what + ", the last reading of each series, times in UTC", "");
  }
  if (query.step.count() > 0) {
    what += ", " + std::string(word_of(kStatistics, query.statistic)) + " of each " +
            step_words(query.step);
  }
  if (query.group.by != Grouping::device) {
    what += ", by " + format_group(query.group);
  }
  return wrapped(what, "") + wrapped(short_utc(query.range.from) + " to " +
                                         short_utc(query.range.to) + ", times in UTC",
                                     "");
}

std::string name_of(const QueryAnswer& answer, const AnsweredSeries& series) {
  auto name = printable(series.device);
  if (answer.query.group.by == Grouping::device) {
    return name;
  }
  if (name.empty()) {
    name = answer.query.group.by == Grouping::position ? "(no position)" : "(all)";
  }
  name += ", " + std::to_string(series.members) + (series.members == 1 ? " device" : " devices");
  return series.silent == 0 ? name : name + ", " + std::to_string(series.silent) + " silent";
}

std::string value_words(const Reading& reading, const std::string& unit) {
  const auto* count = std::get_if<std::int64_t>(&reading);
  const auto number =
      count != nullptr ? std::to_string(*count) : short_number(std::get<double>(reading));
  return unit == "1" || unit.empty() ? number : number + " " + unit;
}

std::string reason_words(const Error& why) {
  const auto text = "- " + std::string(to_string(why.kind));
  return why.message.empty() ? text : text + ": " + printable(why.message, 1000);
}

/// One line for a value, one for a stretch of points with the same reason.
std::string lines_of(const AnsweredSeries& series) {
  constexpr std::size_t kStampColumn = 34;
  std::string out;
  for (std::size_t i = 0; i < series.points.size();) {
    const auto& point = series.points[i];
    std::size_t same = 1;
    auto line = "  " + short_utc(point.taken_at);
    line.resize(std::max(line.size() + 2, kStampColumn), ' ');
    if (const auto* why = std::get_if<Error>(&point.reading)) {
      while (i + same < series.points.size() && series.points[i + same].reading == point.reading) {
        ++same;
      }
      const auto times = same == 1 ? "" : " (" + std::to_string(same) + " times)";
      line += fit(reason_words(*why), kColumns - line.size() - times.size()) + times;
    } else {
      line += fit(value_words(point.reading, series.unit), kColumns - line.size());
    }
    out += line + "\n";
    i += same;
  }
  return out;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

std::string csv_line(const AnsweredSeries& series, const Point& point) {
  std::string value;
  std::string reason;
  if (const auto* why = std::get_if<Error>(&point.reading)) {
    reason = std::string(to_string(why->kind)) + (why->message.empty() ? "" : ": " + why->message);
  } else if (const auto* count = std::get_if<std::int64_t>(&point.reading)) {
    value = std::to_string(*count);
  } else {
    value = format_double(std::get<double>(point.reading));
  }
  return short_utc(point.taken_at) + "," + csv_field(series.device) + "," +
         csv_field(series.metric) + "," + csv_field(series.unit) + "," + value + "," +
         csv_field(reason) + "\r\n";
}

}  // namespace

std::string short_utc(UtcTime time) {
  auto text = format_utc(time);
  text.pop_back();  // Z
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text + "Z";
}

std::string query_text(const QueryAnswer& answer) {
  auto out = head_of(answer);
  for (const auto& series : answer.series) {
    out += "\n" + fit(name_of(answer, series), kColumns) + "\n" + lines_of(series);
  }
  return out;
}

std::string query_csv(const std::vector<QueryAnswer>& answers) {
  std::string out = "time,device,metric,unit,value,reason\r\n";
  for (const auto& answer : answers) {
    for (const auto& series : answer.series) {
      for (const auto& point : series.points) {
        out += csv_line(series, point);
      }
    }
  }
  return out;
}

}  // namespace rackproof
