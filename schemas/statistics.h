#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "schemas/criterion.h"
#include "schemas/series_source.h"

/// Statistics whose bits never depend on the build: sums run from the first value to the last,
/// quantiles are values that were read, never between two of them.
namespace rackproof {

/// Which percentile a statistic asks for, median 50, min 0 and max 100 among them; nothing for one
/// that is no quantile.
[[nodiscard]] std::optional<int> percent_of(Statistic statistic);

/// Index of the nearest rank among `count` > 0 sorted values, percent 0 to 100.
[[nodiscard]] std::size_t nearest_rank(int percent, std::size_t count);

/// Nearest rank: the value at place ceil(percent / 100 * n), counted from 1, of `values` in order
/// of size. `values` need not be sorted and must not be empty; percent is 1 to 100.
[[nodiscard]] double quantile(std::span<const double> values, int percent);

/// Sum from first to last.
[[nodiscard]] double total(std::span<const double> values);

/// Sum from first to last, over n. Not empty.
[[nodiscard]] double mean(std::span<const double> values);

/// Expanded uncertainty (k = 2) of repeated measurements, type A: twice the standard error of
/// their mean. None for fewer than three values, and none where all are equal: a spread of zero
/// says that the resolution hides it, not that there is none.
[[nodiscard]] std::optional<double> type_a_uncertainty(std::span<const double> values);

/// How far a quantity still moves at the end: the distance between the mean of the last quarter and
/// that of the quarter before it. Quarters are of the time from the first reading to the last; a
/// reading on the border of two belongs to the earlier one. `readable` holds values only, in time
/// order. None where a quarter holds no reading, as when all bear one stamp.
[[nodiscard]] std::optional<double> drift_of(const Series& readable);

/// `statistic` of `values` in time order; not empty, and neither growth nor rate, which look at
/// counters (counters.h), nor drift, which looks at times.
[[nodiscard]] double statistic_of(Statistic statistic, std::span<const double> values);

}  // namespace rackproof
