#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "schemas/store/column.h"
#include "schemas/store/growth.h"

namespace rackproof::store {

/// Points of one chunk in the order in which they came, until they are sorted into its columns: a
/// pass adds one point to each of thousands of columns, and all of those do not fit a cache.
class Arrivals {
 public:
  /// Room for the words of the next points, until end_row() says what they are.
  std::span<std::uint64_t> room_for(std::size_t most) {
    words_.resize(words_.size() + most);
    return std::span(words_).last(most);
  }
  /// The first `count` of the words that there was room for are one of each column in a row.
  void end_row(std::uint32_t column, std::int64_t stamp, Kind kind, std::size_t room,
               std::size_t count) {
    words_.resize(words_.size() - (room - count));
    if (!rows_.empty() && rows_.back().goes_on_with(column, stamp, kind)) {
      rows_.back().count += static_cast<std::uint32_t>(count);
    } else if (count > 0) {
      rows_.push_back({stamp, column, static_cast<std::uint32_t>(count), kind});
    }
  }
  void add(std::uint32_t column, std::int64_t stamp, Kind kind, std::uint64_t word) {
    words_.push_back(word);
    end_row(column, stamp, kind, 1, 1);
  }

  /// Adds each to its column, in order. The columns are there.
  void add_to(Columns& columns) const;
  /// The same as if they had been added one by one to columns that had come so far, by column.
  void go_on(std::span<Reached> reached) const;
  /// All of `more` behind these.
  void append(const Arrivals& more);
  void clear();
  /// What is here, in no more memory than it takes; afterwards there are none, and room for as
  /// many.
  [[nodiscard]] Arrivals take();

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  /// Whether they take little more memory here than in columns.
  [[nodiscard]] bool are_compact() const { return rows_.size() * kFewestInRow <= words_.size(); }

  static constexpr std::size_t kMost = std::size_t{1} << 16;  ///< To be sorted at the latest.

 private:
  static constexpr std::size_t kFewestInRow = 16;  ///< On average, so that rows take little.

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
  /// Calls `take` with each row of a block's first pass, and what it and those like it in the
  /// passes behind it hold: the points of the row's first column.
  template <typename Take>
  void each_row(Take take) const;
  /// Of the row at `row` and those like it in the block's other passes.
  void stamps_of(std::size_t row, const Block& block, Stamps& stamps) const;

  std::vector<Row> rows_;
  std::vector<std::uint64_t> words_;  ///< Of all rows.
};

}  // namespace rackproof::store
