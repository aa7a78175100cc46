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
  return {stamps,
          column.runs.size() == 1 && from < size
              ? KindRuns{{column.runs[0].kind, static_cast<std::uint32_t>(size - from)}}
              : runs_from(column.runs, from),
          Words(column.words).subspan(from)};
}

Last last_of(const Column& column, std::size_t size) {
  if (size == 0) {
    return {};
  }
  std::size_t end = 0;
  const auto run = std::ranges::find_if(column.runs, [&end, size](const KindRun& each) {
    end += each.points;
    return end >= size;
  });
  return {run->kind, column.words[size - 1]};
}

std::uint64_t whole_of(const Last& last, std::size_t places) {
  std::uint64_t whole = 0;
  const bool is = last.kind == Kind::measurement &&
                  is_decimal(std::bit_cast<double>(last.word), kScales[places], whole);
  return is ? whole : 0;
}

}  // namespace rackproof::store
