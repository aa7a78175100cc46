#include "schemas/store/arrivals.h"

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

/// Points of one column.
void Arrivals::append(const Arrived* from, const Arrived* to, Columns& columns) const {
  const auto column = from->column;
  columns.make_room(column, static_cast<std::size_t>(to - from));
  for (; from != to; ++from) {
    const auto kind = static_cast<Kind>(from->pass_and_kind & ((1U << kKindBits) - 1));
    columns.add(column, stamps_[from->pass_and_kind >> kKindBits], kind, from->word);
  }
}

void Arrivals::sort_into(Columns& columns) {
  const auto size = columns.columns.size();
  std::vector<std::uint32_t> ends(size + 1);
  for (const auto& point : arrived_) {
    ++ends[point.column + 1];
  }
  for (std::size_t i = 0; i < size; ++i) {
    ends[i + 1] += ends[i];
  }
  std::vector<Arrived> sorted(arrived_.size());
  for (const auto& point : arrived_) {
    sorted[ends[point.column]++] = point;
  }
  std::uint32_t from = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (i + kAhead < size) {
      fetch_end(columns.columns[i + kAhead]);
    }
    if (ends[i] != from) {
      append(sorted.data() + from, sorted.data() + ends[i], columns);
    }
    from = ends[i];
  }
  arrived_.clear();
  stamps_.clear();
}

}  // namespace rackproof::store
