#include "schemas/store/arrivals.h"

#include <algorithm>

namespace rackproof::store {
namespace {

/// Columns between one that is written and one whose end is fetched: ends of thousands of columns
/// lie apart in memory, and waiting for each costs more than all else here.
constexpr std::size_t kAhead = 8;

void fetch_end(const Column& column) {
  constexpr std::size_t kWordsInLine = 8;
  const auto* end = column.words.data() + column.words.size();
  __builtin_prefetch(end, 1);
  __builtin_prefetch(end + kWordsInLine, 1);
  __builtin_prefetch(column.runs.data(), 1);
}

}  // namespace

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

void Arrivals::sort_rows(std::size_t first, const Block& block,
                         std::span<const std::uint64_t> words, Columns& columns) const {
  const auto& row = rows_[first];
  Stamps stamps(block.passes);
  for (std::size_t i = 0; i < stamps.size(); ++i) {
    stamps[i] = rows_[first + i * block.rows].stamp;
  }
  const auto last = columns.columns.size();
  for (std::size_t i = 0; i < row.count; ++i) {
    if (row.column + i + kAhead < last) {
      fetch_end(columns.columns[row.column + i + kAhead]);
    }
    columns.add(row.column + i, {stamps, row.kind, words.subspan(i), block.width});
  }
}

void Arrivals::sort_into(Columns& columns) {
  std::span<const std::uint64_t> words = words_;
  for (std::size_t first = 0; first < rows_.size();) {
    const auto block = block_from(first);
    std::size_t place = 0;
    for (auto row = first; row < first + block.rows; ++row) {
      sort_rows(row, block, words.subspan(place), columns);
      place += rows_[row].count;
    }
    words = words.subspan(block.width * block.passes);
    first += block.rows * block.passes;
  }
  rows_.clear();
  words_.clear();
}

}  // namespace rackproof::store
