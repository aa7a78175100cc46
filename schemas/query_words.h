#pragma once

#include <string>

#include "schemas/series_query.h"

namespace rackproof {

/// A query as a command line or a URL words it; "" = not given.
struct QueryWords {
  std::string device = {};  ///< Pattern over device ids; "*" where not given.
  std::string since = {};   ///< "90s", "30m", "24h", "7d" before `to`; not with `from`. "1h" else.
  std::string from = {};    ///< RFC 3339 in UTC, or whole milliseconds since 1970.
  std::string to = {};      ///< The same; now where not given.
  std::string step = {};    ///< "1m"; "" or "0" = the readings as they were taken.
  std::string statistic = {};  ///< Word of kStatistics; usual_statistic() where not given.
  std::string group = {};      ///< As parse_group() reads it; "device" where not given.
};

/// The time that `words` ask for. malformed: what cannot be read, or since beside from.
[[nodiscard]] Result<TimeRange> time_asked(const QueryWords& words, UtcTime now);

/// The query, checked. malformed: what cannot be read or makes no sense, in words for whoever
/// asked.
[[nodiscard]] Result<SeriesQuery> read_query(const QueryWords& words, const StoredMetric& metric,
                                             UtcTime now);

}  // namespace rackproof
