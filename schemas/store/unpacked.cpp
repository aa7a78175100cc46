#include "schemas/store/unpacked.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rackproof::store {
namespace {

constexpr std::uint32_t kMostMetrics = 65'536;

bool is_plain(const Columns& columns) {
  if (columns.columns.size() != 1 || columns.columns.front().runs.size() != 1) {
    return false;
  }
  const auto& column = columns.columns.front();
  const auto kind = column.runs.front().kind;
  const auto finite = [kind](std::uint64_t word) { return std::isfinite(value_of(kind, word)); };
  return kind != Kind::reason && std::ranges::all_of(column.words, finite) &&
         std::ranges::is_sorted(std::span(columns.lists[column.list]).first(column.words.size()));
}

}  // namespace

UnpackedColumn::UnpackedColumn(Columns of) : columns(std::move(of)), plain(is_plain(columns)) {}

std::size_t UnpackedColumn::bytes() const {
  std::size_t bytes = sizeof(UnpackedColumn) + columns.reasons.bytes() +
                      columns.reasons.in_order().size() * sizeof(Error);
  for (const auto& column : columns.columns) {
    bytes += column.words.capacity() * sizeof(std::uint64_t) +
             column.runs.capacity() * sizeof(KindRun) + sizeof(Column);
  }
  for (const auto& list : columns.lists) {
    bytes += list.capacity() * sizeof(std::int64_t) + sizeof(Stamps);
  }
  return bytes;
}

void Unpacked::keep_only(const ChunkTable& chunks) {
  if (columns.bytes() + summaries.bytes() == 0) {
    return;
  }
  const auto ids = chunks.ids();
  const auto is_gone = [&ids](std::int64_t id) { return !std::ranges::binary_search(ids, id); };
  columns.drop(is_gone);
  summaries.drop(is_gone);
}

KnownSummaries::KnownSummaries(Summaries columns) : columns_(std::move(columns)) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto metric = columns_[i].metric;
    if (metric > kMostMetrics) {
      continue;  // there is no such row, so nobody asks for it
    }
    places_.resize(std::max<std::size_t>(places_.size(), metric + std::size_t{1}));
    places_[metric] = static_cast<std::uint32_t>(i + 1);
  }
}

std::size_t KnownSummaries::bytes() const {
  return sizeof(KnownSummaries) + columns_.capacity() * sizeof(ColumnSummary) +
         places_.capacity() * sizeof(std::uint32_t);
}

Stretch stretch_before(std::span<const std::int64_t> stamps, std::size_t from, std::int64_t end,
                       std::size_t guess) {
  const auto to = from + guess;
  const bool guessed = guess > 0 && to <= stamps.size() && stamps[to - 1] < end &&
                       (to == stamps.size() || stamps[to] >= end);
  if (guessed) {
    return {from, to};
  }
  const auto first = stamps.begin() + static_cast<std::ptrdiff_t>(from);
  const auto found = std::lower_bound(first, stamps.end(), end);
  return {from, static_cast<std::size_t>(found - stamps.begin())};
}

}  // namespace rackproof::store
