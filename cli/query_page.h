#pragma once

#include <string>
#include <vector>

#include "schemas/json/series_json.h"

namespace rackproof {

/// A query's answer for people: a head, then each series with its points, value and unit; what has
/// no value says why, once for a stretch of the same. At most 80 columns. Pure.
[[nodiscard]] std::string query_text(const QueryAnswer& answer);

/// Comma-separated (RFC 4180), one line a point: time,device,metric,unit,value,reason. Numbers are
/// as exact as they are kept.
[[nodiscard]] std::string query_csv(const std::vector<QueryAnswer>& answers);

/// "2026-11-21T05:17:00Z", "2026-11-21T05:17:00.25Z": without decimals that say nothing.
[[nodiscard]] std::string short_utc(UtcTime time);

}  // namespace rackproof
