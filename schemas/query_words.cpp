#include "schemas/query_words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "schemas/suggest.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::string_view kUsualTime = "1h";
constexpr double kNanosPerSecond = 1e9;
/// Years up to 2261: what nanoseconds in 64 bits can say.
constexpr std::int64_t kMostMilliseconds = std::numeric_limits<std::int64_t>::max() / 1'000'000;

Result<UtcTime> read_time(const std::string& text) {
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    return parse_utc(text);
  }
  const auto count = parse_integer(text);
  if (!count || *count > kMostMilliseconds) {
    return Error{ErrorKind::malformed, "no such time: " + text + " milliseconds since 1970"};
  }
  return UtcTime(milliseconds(*count));
}

Result<nanoseconds> read_length(const std::string& text) {
  const auto seconds = parse_duration_seconds(text);
  if (!seconds) {
    return seconds.error();
  }
  if (*seconds * kNanosPerSecond > static_cast<double>(kMostMilliseconds) * 1e6) {
    return Error{ErrorKind::malformed, text + " is longer than any time kept"};
  }
  return nanoseconds(std::llround(*seconds * kNanosPerSecond));
}

Result<Statistic> read_statistic(const std::string& text, const StoredMetric& metric) {
  if (text.empty()) {
    return usual_statistic(metric);
  }
  if (const auto statistic = value_of(kStatistics, std::string_view(text))) {
    return *statistic;
  }
  std::vector<std::string> known;
  for (const auto& row : kStatistics) {
    known.emplace_back(row.word);
  }
  return Error{ErrorKind::malformed, "no statistic '" + text + "'" + did_you_mean(text, known)};
}

}  // namespace

Result<TimeRange> time_asked(const QueryWords& words, UtcTime now) {
  if (!words.since.empty() && !words.from.empty()) {
    return Error{ErrorKind::malformed, "since and from exclude each other"};
  }
  const auto to = words.to.empty() ? Result<UtcTime>(now) : read_time(words.to);
  if (!to) {
    return to.error().during("to");
  }
  if (!words.from.empty()) {
    const auto from = read_time(words.from);
    return from ? Result<TimeRange>(TimeRange{*from, *to}) : from.error().during("from");
  }
  const auto length = read_length(words.since.empty() ? std::string(kUsualTime) : words.since);
  if (!length) {
    return length.error().during("since");
  }
  return TimeRange{*to - std::min(*length, to->time_since_epoch()), *to};
}

Result<SeriesQuery> read_query(const QueryWords& words, const StoredMetric& metric, UtcTime now) {
  SeriesQuery query;
  query.metric = metric.name;
  query.device = words.device.empty() ? "*" : words.device;
  const auto range = time_asked(words, now);
  if (!range) {
    return range.error();
  }
  query.range = *range;
  if (!words.step.empty() && words.step != "0") {
    const auto step = read_length(words.step);
    if (!step) {
      return step.error().during("step");
    }
    query.step = *step;
  } else if (!words.statistic.empty()) {
    return Error{ErrorKind::malformed, "a statistic is one of windows: give a step"};
  }
  const auto statistic = read_statistic(words.statistic, metric);
  if (!statistic) {
    return statistic.error();
  }
  query.statistic = *statistic;
  const auto group = parse_group(words.group.empty() ? "device" : words.group);
  if (!group) {
    return group.error().during("group");
  }
  query.group = *group;
  if (auto checked = check(query, metric); !checked) {
    return std::move(checked).error();
  }
  return query;
}

}  // namespace rackproof
