#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/series_query.h"

namespace rackproof {

/// {"device","metric","unit","members","silent","points":[[t_ms,value|null],...],
/// "reasons":{"denied: ...":[t_ms,...]}} on one line. Stamps are whole milliseconds since 1970,
/// rounded down. Every null has its stamp in exactly one list of `reasons`. An integer beyond 2^53
/// is a string of its digits.
[[nodiscard]] std::string encode_series(const AnsweredSeries& series);

/// {"series":[...]}: what GET /api/v1/series answers. Where `kept` says that of some of that time
/// no single readings are kept, "kept":[{"from":t_ms,"to":t_ms,"as":"summaries of 1 min"},...] as
/// well.
[[nodiscard]] std::string encode_series_list(const std::vector<AnsweredSeries>& series,
                                             const std::vector<KeptStretch>& kept = {});

/// {"readings":[{"device","metric","unit","point":[t_ms,value|null],"reason"?}]}: GET /api/v1/last.
[[nodiscard]] std::string encode_last_readings(const std::vector<LastOfSeries>& readings);

/// One query and what came of it, for `rackproof query --json`.
struct QueryAnswer {
  SeriesQuery query;
  StoredMetric metric;
  std::vector<AnsweredSeries> series;
  bool last = false;  ///< The last reading of each series, however old, was asked for.
};

/// One document over several queries, format "rackproof-query/1"
/// (schemas/json/published/query.schema.json).
[[nodiscard]] std::string encode_query_answers(const std::vector<QueryAnswer>& answers);

}  // namespace rackproof
