#include "schemas/store/gathering.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>

#include "schemas/statistics.h"

namespace rackproof::store {
namespace {

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{std::chrono::nanoseconds(stamp)};
}

/// The window that holds all stamps of a chunk.
std::optional<std::size_t> window_around(const WindowGrid& grid, const ChunkHead& head) {
  const auto range = grid.range();
  if (!range.contains(time_of(head.first_ns)) || !range.contains(time_of(head.last_ns))) {
    return std::nullopt;
  }
  const auto window = grid.window_of(time_of(head.first_ns));
  return window == grid.window_of(time_of(head.last_ns)) ? std::optional(window) : std::nullopt;
}

/// Whether a counter's way through the chunk is told by its ends.
bool ends_tell(const ColumnSummary& column) {
  return column.kind == Kind::count && column.in_order && column.falls == 0;
}

}  // namespace

bool is_merged(Statistic statistic) {
  return statistic == Statistic::min || statistic == Statistic::max ||
         statistic == Statistic::mean || statistic == Statistic::count;
}

bool is_quantile(Statistic statistic) {
  return percent_of(statistic) && !is_merged(statistic);
}

Gathering::Gathering(Store::State& state, Row metric, const WindowQuery& query)
    : state_(state), metric_(metric), query_(query) {
  gathered_.whole.resize(takes_steps(query.statistic) ? 0 : query.grid.count);
  gathered_.values.resize(is_quantile(query.statistic) ? query.grid.count : 0);
  gathered_.unseen.resize(query.grid.count);
}

Result<void> Gathering::add(const ChunkHead& head) {
  const auto window = window_around(query_.grid, head);
  if (!window || is_quantile(query_.statistic)) {
    return unpack(head);
  }
  const auto summaries = state_.summaries_of(head);
  if (!summaries) {
    return summaries.error();
  }
  const auto* column = (*summaries)->find(metric_);
  return column != nullptr && take(*column, *window) ? Result<void>() : unpack(head);
}

void Gathering::add(const OpenChunk& chunk) {
  if (const auto* column = chunk.find(metric_)) {
    look_at(chunk.columns, *column);
  }
}

/// false where the column has to be looked at closer.
bool Gathering::take(const ColumnSummary& column, std::size_t window) {
  if (is_merged(query_.statistic)) {
    const bool sums_up = std::isfinite(column.sum);
    if (sums_up) {
      gathered_.whole[window].add(column);
    }
    return sums_up;
  }
  if (!ends_tell(column)) {
    return false;
  }
  const auto count = [](std::uint64_t word) { return static_cast<std::int64_t>(word); };
  gathered_.points.push_back({time_of(column.first_ns), count(column.first)});
  if (column.readable > 1) {
    gathered_.points.push_back({time_of(column.last_ns), count(column.last)});
    gathered_.unseen[window] += column.readable - 2;
  }
  return true;
}

Result<void> Gathering::unpack(const ChunkHead& head) {
  const auto unpacked = state_.column_of(head, metric_);
  if (!unpacked) {
    return unpacked.error();
  }
  const auto* column = (*unpacked)->column();
  if (column == nullptr) {
    return {};
  }
  if ((*unpacked)->plain && !takes_steps(query_.statistic)) {
    add_plain((*unpacked)->columns, *column);
  } else {
    look_at((*unpacked)->columns, *column);
  }
  return {};
}

/// Every reading of a column.
void Gathering::look_at(const Columns& columns, const Column& column) {
  if (!takes_steps(query_.statistic)) {
    add_up(columns, column);
    return;
  }
  auto points = columns.read(column, query_.grid.range());
  gathered_.points.insert(gathered_.points.end(), std::make_move_iterator(points.begin()),
                          std::make_move_iterator(points.end()));
}

/// A column of finite values of one kind in order of time: window by window.
void Gathering::add_plain(const Columns& columns, const Column& column) {
  const auto nanoseconds = [](UtcTime time) { return time.time_since_epoch().count(); };
  const auto range = query_.grid.range();
  auto stamps = std::span<const std::int64_t>(columns.lists[column.list]);
  stamps = stamps.first(column.words.size());
  auto stretch = stretch_before(stamps, 0, nanoseconds(range.from), 0);
  stamps = stamps.first(stretch_before(stamps, stretch.to, nanoseconds(range.to), 0).to);
  while (stretch.to < stamps.size()) {
    const auto window = query_.grid.window_of(time_of(stamps[stretch.to]));
    const auto end = nanoseconds(query_.grid.start(window + 1));
    stretch = stretch_before(stamps, stretch.to, end, stretch.to - stretch.from);
    add_stretch(column.runs.front().kind,
                std::span(column.words).subspan(stretch.from, stretch.to - stretch.from), window);
  }
}

void Gathering::add_stretch(Kind kind, std::span<const std::uint64_t> words, std::size_t window) {
  if (gathered_.values.empty()) {
    gathered_.whole[window].add(total_of(kind, words));
    return;
  }
  auto& values = gathered_.values[window];
  values.reserve(values.size() + std::max(words.size(), values.size()));
  for (const auto word : words) {
    values.push_back(value_of(kind, word));
  }
}

void Gathering::add_up(const Columns& columns, const Column& column) {
  const auto& stamps = columns.lists[column.list];
  Cursor cursor(query_.grid);
  std::size_t i = 0;
  for (const auto& run : column.runs) {
    for (const auto end = i + run.points; i < end; ++i) {
      add_word(columns, run.kind, column.words[i], cursor.window_of(stamps[i]));
    }
  }
}

void Gathering::add_word(const Columns& columns, Kind kind, std::uint64_t word,
                         std::optional<std::size_t> window) {
  if (!window) {
    return;
  }
  if (kind != Kind::reason && std::isfinite(value_of(kind, word))) {
    add_value(value_of(kind, word), *window);
    return;
  }
  ++gathered_.whole[*window].missing;
  gathered_.reasons[*window].add_if_missing(columns.reading(kind, word));
}

void Gathering::add_value(double value, std::size_t window) {
  if (gathered_.values.empty()) {
    gathered_.whole[window].add(value);
  } else {
    gathered_.values[window].push_back(value);
  }
}

}  // namespace rackproof::store
