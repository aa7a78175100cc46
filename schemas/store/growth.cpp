#include "schemas/store/growth.h"

#include <algorithm>
#include <bit>

#include "schemas/store/decimals.h"

namespace rackproof::store {
namespace {

/// The runs behind the first `from` points.
KindRuns runs_from(const KindRuns& runs, std::size_t from) {
  KindRuns rest;
  std::size_t place = 0;
  for (const auto& run : runs) {
    const auto end = place + run.points;
    if (end > from) {
      add_run(rest, run.kind, static_cast<std::uint32_t>(end - std::max(place, from)));
    }
    place = end;
  }
  return rest;
}

}  // namespace

Growth growth_of(const Columns& columns, const Column& column, std::size_t from) {
  const auto size = column.words.size();
  const auto stamps = std::span(columns.lists[column.list]).subspan(from, size - from);
  Growth growth{stamps, {}, {}, Words(column.words).subspan(from)};
  if (column.runs.size() > 1) {
    growth.several = runs_from(column.runs, from);
  }
  if (growth.several.size() == 1 || column.runs.size() == 1) {
    growth.one = {column.runs.back().kind, static_cast<std::uint32_t>(size - from)};
    growth.several.clear();
  }
  return growth;
}

Last last_of(const Column& column, std::size_t size) {
  if (size == 0) {
    return {};
  }
  if (column.runs.size() == 1) {
    return {column.runs.front().kind, column.words[size - 1]};
  }
  std::size_t end = 0;
  const auto run = std::ranges::find_if(column.runs, [&end, size](const KindRun& each) {
    end += each.points;
    return end >= size;
  });
  return {run->kind, column.words[size - 1]};
}

Reached reached(const Columns& columns, const Column& column) {
  const auto size = column.words.size();
  if (size == 0) {
    return {};
  }
  return {column.words.back(), columns.lists[column.list][size - 1],
          static_cast<std::uint32_t>(size), column.runs.back().kind};
}

std::uint64_t whole_of(const Last& last, std::size_t places) {
  std::uint64_t whole = 0;
  const bool is = last.kind == Kind::measurement &&
                  is_decimal(std::bit_cast<double>(last.word), kScales[places], whole);
  return is ? whole : 0;
}

}  // namespace rackproof::store
