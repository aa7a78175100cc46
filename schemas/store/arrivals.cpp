#include "schemas/store/arrivals.h"

#include <algorithm>
#include <utility>

namespace rackproof::store {

/// A pass reads no column before one that it has read.
Arrivals::Block Arrivals::block_from(std::size_t first) const {
  Block block;
  for (auto row = first;
       row < rows_.size() && (row == first || rows_[row].column >= rows_[row - 1].end()); ++row) {
    ++block.rows;
    block.width += rows_[row].count;
  }
  const auto like_first = [&](std::size_t pass) {
    const auto from = first + pass * block.rows;
    return from + block.rows <= rows_.size() &&
           std::equal(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                      rows_.begin() + static_cast<std::ptrdiff_t>(first + block.rows),
                      rows_.begin() + static_cast<std::ptrdiff_t>(from),
                      [](const Row& a, const Row& b) { return a.is_like(b); });
  };
  while (like_first(block.passes)) {
    ++block.passes;
  }
  return block;
}

void Arrivals::stamps_of(std::size_t row, const Block& block, Stamps& stamps) const {
  stamps.resize(block.passes);
  for (std::size_t i = 0; i < stamps.size(); ++i) {
    stamps[i] = rows_[row + i * block.rows].stamp;
  }
}

template <typename Take>
void Arrivals::each_row(Take take) const {
  std::span<const std::uint64_t> words = words_;
  Stamps stamps;
  for (std::size_t first = 0; first < rows_.size();) {
    const auto block = block_from(first);
    std::size_t place = 0;
    for (auto row = first; row < first + block.rows; ++row) {
      stamps_of(row, block, stamps);
      take(rows_[row], PointsInRow{stamps, rows_[row].kind, words.subspan(place), block.width});
      place += rows_[row].count;
    }
    words = words.subspan(block.width * block.passes);
    first += block.rows * block.passes;
  }
}

void Arrivals::add_to(Columns& columns) const {
  each_row([&columns](const Row& row, const PointsInRow& points) {
    columns.add_row(row.column, row.count, points);
  });
}

void Arrivals::go_on(std::span<Reached> reached) const {
  each_row([reached](const Row& row, const PointsInRow& points) {
    const auto passes = static_cast<std::uint32_t>(points.stamps.size());
    const auto last = points.words.subspan((passes - 1) * points.step, row.count);
    for (std::size_t i = 0; i < last.size(); ++i) {
      auto& column = reached[row.column + i];
      column = {last[i], points.stamps.back(), column.points + passes, row.kind};
    }
  });
}

void Arrivals::append(const Arrivals& more) {
  rows_.insert(rows_.end(), more.rows_.begin(), more.rows_.end());
  words_.insert(words_.end(), more.words_.begin(), more.words_.end());
}

void Arrivals::clear() {
  rows_.clear();
  words_.clear();
}

Arrivals Arrivals::take() {
  Arrivals taken = std::move(*this);
  taken.rows_.shrink_to_fit();
  taken.words_.shrink_to_fit();
  clear();
  rows_.reserve(taken.rows_.size());
  words_.reserve(taken.words_.size());
  return taken;
}

}  // namespace rackproof::store
