#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "schemas/query_words.h"
#include "schemas/telemetry_source.h"

namespace rackproof {

enum class QueryFormat { text, json, csv };

struct QueryOrder {
  std::vector<std::string> metrics;  ///< At least one.
  QueryWords words;
  bool last = false;  ///< The last reading of each series, however old; no time is asked for.
  QueryFormat format = QueryFormat::text;
};

/// Asks all that is ordered and writes the answers. done: every metric has readings in that time;
/// not_pass: one has none, which `complaints` says with the time of its last reading; usage: an
/// unknown metric or a question that makes no sense; failed: the source could not answer.
ExitCode run_query(TelemetrySource& source, const QueryOrder& order, UtcTime now,
                   std::ostream& output, std::ostream& complaints);

}  // namespace rackproof
