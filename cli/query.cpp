#include "cli/query.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

#include "cli/query_page.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::string_view kWho = "rackproof query: ";

struct Refused {
  ExitCode code = ExitCode::failed;
  std::string why;
};

/// The last reading of each series as a series of one point.
Result<std::vector<AnsweredSeries>> last_of(TelemetrySource& source, const SeriesQuery& query) {
  const auto last = ask_last(source, {query.metric, query.device, query.range});
  if (!last) {
    return last.error();
  }
  std::vector<AnsweredSeries> series;
  for (const auto& reading : *last) {
    series.push_back({reading.key.device, reading.key.metric, reading.unit, 1, 0, {reading.point}});
  }
  return series;
}

Result<QueryAnswer> answer_one(TelemetrySource& source, const QueryOrder& order,
                               const StoredMetric& metric, const SeriesQuery& query) {
  auto series = order.last ? last_of(source, query) : ask(source, query, metric);
  if (!series) {
    return std::move(series).error();
  }
  return QueryAnswer{query, metric, std::move(*series), order.last};
}

/// Where there is nothing: what there is instead, since an empty answer looks like a quiet machine.
std::string no_data_words(TelemetrySource& source, const QueryAnswer& answer) {
  const auto& query = answer.query;
  auto words = "no readings of " + query.metric + (answer.last ? "" : " in that time");
  if (query.device != "*") {
    words += " on devices like '" + printable(query.device) + "'";
  }
  const auto last = ask_last(source, {query.metric, query.device, {UtcTime{}, query.range.to}});
  if (!last || last->empty()) {
    return words + "; no earlier one was found";
  }
  const auto latest = std::ranges::max_element(
      *last, {}, [](const LastOfSeries& reading) { return reading.point.taken_at; });
  return words + "; the last one was at " + short_utc(latest->point.taken_at);
}

/// Of what time the answer is made of summaries.
void tell_kept(TelemetrySource& source, const SeriesQuery& query, std::ostream& complaints) {
  const auto kept = source.kept_instead();
  if (!kept) {
    return;  // the answer itself has told what is wrong
  }
  for (const auto& [range, as] : kept_within(*kept, query.range)) {
    complaints << kWho << "from " << short_utc(range.from) << " to " << short_utc(range.to) << " "
               << as << (as == "nothing" ? " is" : " are") << " kept, no single readings\n";
  }
}

void write(const std::vector<QueryAnswer>& answers, QueryFormat format, std::ostream& output) {
  if (format == QueryFormat::json) {
    output << encode_query_answers(answers);
  } else if (format == QueryFormat::csv) {
    output << query_csv(answers);
  } else {
    for (const auto& answer : answers) {
      output << (&answer == &answers.front() ? "" : "\n") << query_text(answer);
    }
  }
}

/// The query for `name`, or in `refused` why there is none.
std::optional<std::pair<StoredMetric, SeriesQuery>> read_order(TelemetrySource& source,
                                                               const std::string& name,
                                                               const QueryOrder& order, UtcTime now,
                                                               Refused& refused) {
  const auto metric = find_metric(source, name);
  if (!metric) {
    const bool unknown = metric.error().kind == ErrorKind::absent;
    refused = {unknown ? ExitCode::usage : ExitCode::failed, metric.error().message};
    return std::nullopt;
  }
  const auto query = read_query(order.words, *metric, now);
  if (!query) {
    refused = {ExitCode::usage, query.error().message};
    return std::nullopt;
  }
  auto asked = *query;
  if (order.last) {
    asked.range = {UtcTime{}, now};
  }
  return std::pair(*metric, asked);
}

}  // namespace

ExitCode run_query(TelemetrySource& source, const QueryOrder& order, UtcTime now,
                   std::ostream& output, std::ostream& complaints) {
  std::vector<QueryAnswer> answers;
  auto code = ExitCode::done;
  for (const auto& name : order.metrics) {
    Refused refused;
    const auto asked = read_order(source, name, order, now, refused);
    if (!asked) {
      complaints << kWho << refused.why << "\n";
      return refused.code;
    }
    auto answer = answer_one(source, order, asked->first, asked->second);
    if (!answer) {
      complaints << kWho << answer.error().message << "\n";
      // More than one answer may hold is the asker's to mend.
      return answer.error().kind == ErrorKind::out_of_range ? ExitCode::usage
                                                            : exit_code_of(answer.error());
    }
    if (!order.last) {
      tell_kept(source, answer->query, complaints);
    }
    if (answer->series.empty()) {
      complaints << kWho << no_data_words(source, *answer) << "\n";
      code = ExitCode::not_pass;
    }
    answers.push_back(std::move(*answer));
  }
  write(answers, order.format, output);
  return code;
}

}  // namespace rackproof
