#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "schemas/store/column.h"

namespace rackproof::store {

/// Points of one chunk in the order in which they came, until they are sorted into its columns: a
/// pass adds one point to each of thousands of columns, and all of those do not fit a cache.
class Arrivals {
 public:
  /// Room for the next points, one of each of `count` columns in a row: the caller writes their
  /// words into it before anything else is asked.
  std::span<std::uint64_t> add_row(std::uint32_t column, std::int64_t stamp, Kind kind,
                                   std::size_t count) {
    const bool goes_on = !rows_.empty() && rows_.back().goes_on_with(column, stamp, kind);
    if (goes_on) {
      rows_.back().count += static_cast<std::uint32_t>(count);
    } else {
      rows_.push_back({stamp, column, static_cast<std::uint32_t>(count), kind});
    }
    words_.resize(words_.size() + count);
    return std::span(words_).last(count);
  }
  void add(std::uint32_t column, std::int64_t stamp, Kind kind, std::uint64_t word) {
    add_row(column, stamp, kind, 1)[0] = word;
  }

  /// Adds each to its column, in order; afterwards there are none. The columns are there.
  void sort_into(Columns& columns);

  [[nodiscard]] std::size_t size() const { return words_.size(); }

  static constexpr std::size_t kMost = std::size_t{1} << 16;  ///< To be sorted at the latest.

 private:
  /// Points of one stamp and kind, of columns in a row.
  struct Row {
    std::int64_t stamp = 0;
    std::uint32_t column = 0;  ///< The first one.
    std::uint32_t count = 0;
    Kind kind = Kind::count;

    [[nodiscard]] std::uint32_t end() const { return column + count; }
    [[nodiscard]] bool goes_on_with(std::uint32_t next, std::int64_t at, Kind other) const {
      return end() == next && stamp == at && kind == other;
    }
    [[nodiscard]] bool is_like(const Row& other) const {
      return column == other.column && count == other.count && kind == other.kind;
    }
  };
  /// Passes one after another that read the same.
  struct Block {
    std::size_t rows = 0;   ///< Of a pass.
    std::size_t width = 0;  ///< Points of a pass.
    std::size_t passes = 1;
  };
  [[nodiscard]] Block block_from(std::size_t first) const;
  /// A row of a block's first pass and those like it, whose words begin at `words`.
  void sort_rows(std::size_t first, const Block& block, std::span<const std::uint64_t> words,
                 Columns& columns) const;

  std::vector<Row> rows_;
  std::vector<std::uint64_t> words_;  ///< Of all rows.
};

}  // namespace rackproof::store
