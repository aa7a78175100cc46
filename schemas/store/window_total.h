#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "schemas/series_windows.h"
#include "schemas/store/summary.h"

namespace rackproof::store {

/// What readings and whole chunks come to in one window.
struct WindowTotal {
  SeriesWindow window;
  double least = 0;
  double most = 0;

  /// A chunk's column that lies in the window with all of its points.
  void add(const ColumnSummary& column) {
    const double low = value_of(column.kind, column.least);
    const double high = value_of(column.kind, column.most);
    least = window.readable == 0 ? low : std::min(least, low);
    most = window.readable == 0 ? high : std::max(most, high);
    window.readable += column.readable;
    window.missing += column.missing;
    window.sum += column.sum;
  }

  void add(double value) {  ///< A finite one.
    least = window.readable == 0 ? value : std::min(least, value);
    most = window.readable == 0 ? value : std::max(most, value);
    ++window.readable;
    window.sum += value;
  }

  /// `why`: of the readings without a value. Of min, max, mean and count.
  [[nodiscard]] SeriesWindow as(Statistic statistic, const ReasonTally& why) const;
};

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
