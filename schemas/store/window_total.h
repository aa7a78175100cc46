#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "schemas/series_windows.h"
#include "schemas/store/summary.h"
#include "schemas/store/word_measures.h"

namespace rackproof::store {

/// What readings and whole chunks come to in one window.
struct WindowTotal {
  std::int64_t readable = 0;
  std::int64_t missing = 0;
  double sum = 0;
  double least = 0;
  double most = 0;

  /// A chunk's column that lies in the window with all of its points.
  void add(const ColumnSummary& column) {
    add({column.readable, column.missing, column.sum, value_of(column.kind, column.least),
         value_of(column.kind, column.most)});
  }
  void add(const WindowTotal& other) {  ///< With a readable point.
    least = readable == 0 ? other.least : std::min(least, other.least);
    most = readable == 0 ? other.most : std::max(most, other.most);
    readable += other.readable;
    missing += other.missing;
    sum += other.sum;
  }
  void add(double value) { add({1, 0, value, value, value}); }  ///< A finite one.

  /// `why`: of the readings without a value. Of min, max, mean and count.
  [[nodiscard]] SeriesWindow as(Statistic statistic, const ReasonTally& why) const;
};

/// Of finite values of one kind, at least one.
[[nodiscard]] WindowTotal total_of(Kind kind, std::span<const std::uint64_t> words,
                                   const WordMeasures& measures = fastest_word_measures());

/// Which window holds a stamp; stamps mostly follow one another.
class Cursor {
 public:
  explicit Cursor(const WindowGrid& grid) : grid_(grid) {}

  /// Nothing for a stamp outside the grid.
  std::optional<std::size_t> window_of(std::int64_t stamp);

 private:
  const WindowGrid& grid_;
  std::size_t window_ = 0;
  std::int64_t from_ = 0;
  std::int64_t to_ = 0;
};

}  // namespace rackproof::store
