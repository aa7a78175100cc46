#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// The host's wall clock, to the nanosecond; stored as nanoseconds since 1970-01-01T00:00:00Z.
using UtcTime = std::chrono::sys_time<std::chrono::nanoseconds>;

/// A half-open stretch of time, [from, to).
struct TimeRange {
  UtcTime from;
  UtcTime to;
  [[nodiscard]] bool contains(UtcTime t) const { return from <= t && t < to; }
};

/// RFC 3339 in UTC with nine decimals and 'Z': "2026-11-21T05:17:00.000000000Z".
[[nodiscard]] std::string format_utc(UtcTime time);

/// The inverse: RFC 3339, 'Z' only, zero to nine decimals, years 1970 to 2261; no leap second.
[[nodiscard]] Result<UtcTime> parse_utc(std::string_view text);

/// Seconds of "90s", "90m", "1.5h", "3d": a number above 0 and one of these letters.
[[nodiscard]] Result<double> parse_duration_seconds(std::string_view text);

/// For people: "1 h 02 min", "4 min 10 s", "12.3 s".
[[nodiscard]] std::string format_duration(std::chrono::nanoseconds duration);

}  // namespace rackproof
