#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "schemas/store/column.h"

/// What a column got since it was last looked at, and what it ended in before.
namespace rackproof::store {

using Words = std::span<const std::uint64_t>;

/// The points of a column from some point on; the views are into its chunk.
struct Growth {
  std::span<const std::int64_t> stamps;
  KindRun one;       ///< Where all are of one kind: that.
  KindRuns several;  ///< Else: these.
  Words words;

  [[nodiscard]] std::span<const KindRun> runs() const {
    return several.empty() ? std::span(&one, 1) : std::span<const KindRun>(several);
  }
};

[[nodiscard]] Growth growth_of(const Columns& columns, const Column& column, std::size_t from);

/// What a column ended in; a count of 0 where it had no point.
struct Last {
  Kind kind = Kind::count;
  std::uint64_t word = 0;
};

/// Of the column's first `size` points.
[[nodiscard]] Last last_of(const Column& column, std::size_t size);

/// How far a column came: its points, and the last of them where there are any.
struct Reached {
  std::uint64_t word = 0;
  std::int64_t stamp = 0;
  std::uint32_t points = 0;
  Kind kind = Kind::count;

  [[nodiscard]] Last last() const { return {kind, word}; }
  bool operator==(const Reached&) const = default;
};
[[nodiscard]] Reached reached(const Columns& columns, const Column& column);

/// The whole number that the last word is with so many decimal places; 0 where it is none.
[[nodiscard]] std::uint64_t whole_of(const Last& last, std::size_t places);

}  // namespace rackproof::store
