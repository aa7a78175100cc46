#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/series_windows.h"
#include "schemas/time.h"

/// Queries in PromQL, as text.
namespace rackproof::engine {

/// Milliseconds since 1970, both ends included; empty where last < first.
struct Milliseconds {
  std::int64_t first = 0;
  std::int64_t last = -1;
};

/// The whole milliseconds in `range`, cut to the years that an engine knows.
[[nodiscard]] Milliseconds milliseconds_in(TimeRange range);

/// Seconds with three decimals, as time parameters want them.
[[nodiscard]] std::string seconds_text(std::int64_t milliseconds);

/// Selects the values of a metric; `matchers` each begin with a comma.
[[nodiscard]] std::string values_of(std::string_view metric, std::string_view matchers);
/// Selects what tells of its readings without a value.
[[nodiscard]] std::string missing_of(std::string_view metric, std::string_view matchers);

/// The same of every metric.
[[nodiscard]] std::string all_missing();

/// "[60000ms]".
[[nodiscard]] std::string over(std::int64_t milliseconds);

/// The function that gives this statistic of the readings of a window, exactly; "" where no engine
/// has one: quantiles lie between two readings there, and increase() guesses beyond them.
[[nodiscard]] std::string_view function_of(Statistic statistic);

/// Windows that can be asked for as a range query: their lengths are whole milliseconds.
[[nodiscard]] bool can_be_pushed(const WindowQuery& query);

}  // namespace rackproof::engine
