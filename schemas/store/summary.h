#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "schemas/store/column.h"

/// What the columns of a chunk come to, so that a window which holds the chunk whole need not
/// unpack it.
namespace rackproof::store {

/// Of a column whose readable points (those with a finite value) are all counts or all
/// measurements; there is at least one of them.
struct ColumnSummary {
  std::uint32_t metric = 0;
  std::int64_t readable = 0;
  std::int64_t missing = 0;  ///< Points with a reason, or with a value that is not finite.
  Kind kind = Kind::count;   ///< Of the readable ones.
  std::uint64_t first = 0;   ///< Words of that kind, as the points arrived.
  std::uint64_t last = 0;
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  double sum = 0;          ///< Added up as doubles, from the first point to the last.
  std::int64_t falls = 0;  ///< How often a readable point lies below the one before.
  /// Sum of all that are no falls, added up likewise; for counters alone, else 0.
  double growth = 0;
  /// All points are readable and their stamps never fall back: first and last are also first and
  /// last in time, at first_ns and last_ns.
  bool in_order = false;
  std::int64_t first_ns = 0;
  std::int64_t last_ns = 0;

  bool operator==(const ColumnSummary&) const = default;
};

/// As a double, as a Reading's as_double().
[[nodiscard]] double value_of(Kind kind, std::uint64_t word);

using Summaries = std::vector<ColumnSummary>;
using IsCounter = std::function<bool(std::uint32_t metric)>;

/// Of every column that can be summed up, in their order.
[[nodiscard]] Summaries summarise(const Columns& columns, const IsCounter& is_counter);

}  // namespace rackproof::store
