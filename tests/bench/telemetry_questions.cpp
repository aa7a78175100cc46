#include "tests/bench/telemetry_questions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>

#include "probes/machine/http_url.h"
#include "schemas/text.h"

namespace rackproof::bench {
namespace {

constexpr const char* kMetric = "accel_power_watts";
constexpr std::int64_t kMinute = 60'000;
constexpr std::array<std::int64_t, 9> kWindowMinutes{5, 10, 30, 60, 120, 240, 480, 720, 1440};
constexpr double kQuantile = 0.99;
constexpr const char* kUncached = "&nocache=1";

struct Times {
  std::int64_t first_minute = 0;
  std::int64_t end_minute = 0;
  std::int64_t window = 0;  ///< Length of one that holds everything, milliseconds.
  std::int64_t window_start = 0;
};

Result<Times> times_of(const TelemetrySet& set) {
  const auto stamps = stamps_of(set, 0, set.samples);
  if (!stamps) {
    return stamps.error();
  }
  const auto [first, last] = std::ranges::minmax(*stamps);
  Times times{first / kMinute * kMinute, (last / kMinute + 1) * kMinute, 0, 0};
  for (const auto minutes : kWindowMinutes) {
    times.window = minutes * kMinute;
    times.window_start = first / times.window * times.window;
    if (times.window_start + times.window > last) {
      return times;
    }
  }
  return Error{ErrorKind::out_of_range, "the data do not lie within one day"};
}

std::string seconds(std::int64_t milliseconds) {
  return std::to_string(milliseconds / 1000);
}

std::string our_series(std::int64_t from, std::int64_t to, const std::string& rest) {
  return percent_encoded(std::string("/api/v1/series?metric=") + kMetric +
                         "&from=" + std::to_string(from) + "&to=" + std::to_string(to) + rest);
}

std::string our_minutes(const Times& times, const std::string& rest) {
  return our_series(times.first_minute, times.end_minute, "&step=1m" + rest);
}

std::string rival_minutes(const Times& times, const std::string& query) {
  return percent_encoded("/api/v1/query_range?query=" + query +
                         "&start=" + seconds(times.first_minute + kMinute) +
                         "&end=" + seconds(times.end_minute) + "&step=60" + kUncached);
}

std::string over_minute(const std::string& function) {
  return function + "(" + kMetric + "[1m] offset 1ms)";
}

std::function<Result<Answered>(const std::string&)> our_reader(AnswerForm form) {
  return [form = std::move(form)](const std::string& body) { return read_our_series(body, form); };
}

std::function<Result<Answered>(const std::string&)> rival_reader(AnswerForm form) {
  return [form = std::move(form)](const std::string& body) { return read_promql(body, form); };
}

/// Ours tells the last reading however old it is, so VictoriaMetrics looks back as far as there are
/// data.
Question last_of_all(const TelemetrySet& set, const Times& times) {
  Question question{"query/last_all", {}, {}, set.series.size(), 0};
  question.ours = {{"/api/v1/last"}, read_our_last};
  // The instant stands for the reading's own time, so that is left out on both sides.
  question.rival = {{percent_encoded("/api/v1/query?query=last_over_time({__name__!=\"\"}[" +
                                     seconds(times.end_minute - times.first_minute) +
                                     "s])&time=" + seconds(times.end_minute) + kUncached)},
                    rival_reader({.stamps_earlier = times.end_minute})};
  return question;
}

Question minutes_of_each(const Times& times, std::size_t devices) {
  Question question{"query/minutes_each", {}, {}, devices, 1e-12};
  question.ours = {{our_minutes(times, "&stat=mean"), our_minutes(times, "&stat=max")},
                   our_reader({})};
  question.rival = {{rival_minutes(times, over_minute("avg_over_time")),
                     rival_minutes(times, over_minute("max_over_time"))},
                    rival_reader({.metric = kMetric, .stamps_earlier = kMinute})};
  return question;
}

/// Means of minutes that do not all hold as many readings are no mean of them all, so
/// VictoriaMetrics is asked for sum and count.
Question minutes_over_all(const Times& times) {
  Question question{"query/minutes_all", {}, {}, 1, 1e-12};
  question.ours = {
      {our_minutes(times, "&stat=mean&group=all"), our_minutes(times, "&stat=max&group=all")},
      our_reader({.named = false})};
  const auto mean =
      "sum(" + over_minute("sum_over_time") + ")/sum(" + over_minute("count_over_time") + ")";
  question.rival = {{rival_minutes(times, mean),
                     rival_minutes(times, "max(" + over_minute("max_over_time") + ")")},
                    rival_reader({.named = false, .stamps_earlier = kMinute})};
  return question;
}

/// Two readings next to one another in rank are weighted by what rounding leaves: 1e-9 of one.
Question quantile_of_each(const TelemetrySet& set, const Times& times, std::size_t devices) {
  Question question{"query/p99", {}, {}, devices, 1e-9};
  const auto count = static_cast<double>(set.samples);
  const auto rank = std::ceil(kQuantile * count) - 1;
  const auto end = times.window_start + times.window;
  question.ours = {
      {our_series(times.window_start, end, "&step=" + seconds(times.window) + "s&stat=p99")},
      our_reader({})};
  question.rival = {{percent_encoded("/api/v1/query?query=quantile_over_time(" +
                                     format_double(rank / (count - 1)) + "," + kMetric + "[" +
                                     seconds(times.window) + "s] offset 1ms)&time=" + seconds(end) +
                                     "&nocache=1")},
                    rival_reader({.metric = kMetric, .stamps_earlier = times.window})};
  return question;
}

Question readings_of_one(const Times& times, const SetSeries& series) {
  Question question{"query/raw", {}, {}, 1, 0};
  question.ours = {{our_series(times.first_minute, times.end_minute, "&device=" + series.device())},
                   our_reader({})};
  std::string labels;
  for (const auto& [name, value] : series.labels) {
    labels += (labels.empty() ? "" : ",") + name + "=\"" + value + "\"";
  }
  question.rival = {{percent_encoded("/api/v1/export?match[]=" + series.metric + "{" + labels +
                                     "}&start=" + seconds(times.first_minute) +
                                     "&end=" + seconds(times.end_minute))},
                    read_export};
  return question;
}

/// The same question, of which VictoriaMetrics may tell what it answered before.
Question cached(Question question) {
  question.name += "_cached";
  for (auto& target : question.rival.targets) {
    target.resize(target.size() - std::string_view(kUncached).size());
  }
  return question;
}

std::string in_words(const AnsweredPoint& point) {
  return format_double(point.second) + " at " + std::to_string(point.first);
}

}  // namespace

Result<std::vector<Question>> questions_about(const TelemetrySet& set) {
  const auto times = times_of(set);
  if (!times) {
    return times.error();
  }
  std::vector<const SetSeries*> asked;
  for (const auto& series : set.series) {
    if (series.metric == kMetric) {
      asked.push_back(&series);
    }
  }
  if (asked.empty()) {
    return Error{ErrorKind::absent, std::string("no series of ") + kMetric};
  }
  std::vector questions{last_of_all(set, *times), minutes_of_each(*times, asked.size()),
                        minutes_over_all(*times), quantile_of_each(set, *times, asked.size())};
  std::ranges::transform(std::vector(questions), std::back_inserter(questions), cached);
  questions.push_back(readings_of_one(*times, *asked[asked.size() / 2]));
  return questions;
}

std::string difference(const Question& question, const Answered& ours, const Answered& rival) {
  if (ours.size() != question.series || rival.size() != question.series) {
    return "series: ours " + std::to_string(ours.size()) + ", theirs " +
           std::to_string(rival.size()) + ", expected " + std::to_string(question.series);
  }
  for (const auto& [name, points] : ours) {
    const auto found = rival.find(name);
    if (found == rival.end() || found->second.size() != points.size() || points.empty()) {
      return "not as many points of '" + name + "'";
    }
    const auto [mine, theirs] = std::ranges::mismatch(
        points, found->second, [&](const AnsweredPoint& one, const AnsweredPoint& other) {
          return one.first == other.first && std::fabs(one.second - other.second) <=
                                                 question.tolerance * std::fabs(other.second);
        });
    if (mine != points.end()) {
      return name + ": " + in_words(*mine) + ", theirs " + in_words(*theirs);
    }
  }
  return "";
}

}  // namespace rackproof::bench
