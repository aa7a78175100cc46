#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "schemas/statistics.h"
#include "schemas/store/chunk_codec.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/store/window_total.h"

namespace rackproof {
namespace {

using store::ChunkHead;
using store::ColumnSummary;
using store::Cursor;
using store::Kind;
using store::Row;
using store::WindowTotal;

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{std::chrono::nanoseconds(stamp)};
}

bool is_merged(Statistic statistic) {
  return statistic == Statistic::min || statistic == Statistic::max ||
         statistic == Statistic::mean || statistic == Statistic::count;
}

/// What needs every value, in any order.
bool is_quantile(Statistic statistic) {
  return percent_of(statistic) && !is_merged(statistic);
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

/// No two of the saved chunks share a stretch of time.
bool lie_apart(std::vector<ChunkHead> heads) {
  std::ranges::sort(heads, {}, &ChunkHead::first_ns);
  return std::ranges::adjacent_find(heads, [](const ChunkHead& a, const ChunkHead& b) {
           return a.last_ns >= b.first_ns;
         }) == heads.end();
}

/// What is gathered of one series: readings, and windows of chunks that need not be unpacked.
struct Gathered {
  Series points;
  std::vector<WindowTotal> whole;              ///< Of each window, but where steps are looked at.
  std::vector<std::vector<double>> values;     ///< Of each window, for quantiles.
  std::map<std::size_t, ReasonTally> reasons;  ///< By window.
  std::vector<std::int64_t> unseen;  ///< Of each window: readings between the ends of chunks.
};

/// Gathers one series, chunk by chunk.
class Gathering {
 public:
  Gathering(Store::State& state, Row metric, const WindowQuery& query)
      : state_(state), metric_(metric), query_(query) {
    gathered_.whole.resize(takes_steps(query.statistic) ? 0 : query.grid.count);
    gathered_.values.resize(is_quantile(query.statistic) ? query.grid.count : 0);
    gathered_.unseen.resize(query.grid.count);
  }

  Result<void> add(const ChunkHead& head) {
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

  void add(const store::OpenChunk& chunk) {
    if (const auto* column = chunk.find(metric_)) {
      look_at(chunk.columns, *column);
    }
  }

  [[nodiscard]] Gathered finish() && { return std::move(gathered_); }

 private:
  /// false where the column has to be looked at closer.
  bool take(const ColumnSummary& column, std::size_t window) {
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

  Result<void> unpack(const ChunkHead& head) {
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
  void look_at(const store::Columns& columns, const store::Column& column) {
    if (!takes_steps(query_.statistic)) {
      add_up(columns, column);
      return;
    }
    auto points = columns.read(column, query_.grid.range());
    gathered_.points.insert(gathered_.points.end(), std::make_move_iterator(points.begin()),
                            std::make_move_iterator(points.end()));
  }

  /// A column of finite values of one kind in order of time: window by window.
  void add_plain(const store::Columns& columns, const store::Column& column) {
    const auto nanoseconds = [](UtcTime time) { return time.time_since_epoch().count(); };
    const auto range = query_.grid.range();
    auto stamps = std::span<const std::int64_t>(columns.lists[column.list]);
    stamps = stamps.first(column.words.size());
    auto stretch = store::stretch_before(stamps, 0, nanoseconds(range.from), 0);
    stamps = stamps.first(store::stretch_before(stamps, stretch.to, nanoseconds(range.to), 0).to);
    while (stretch.to < stamps.size()) {
      const auto window = query_.grid.window_of(time_of(stamps[stretch.to]));
      const auto end = nanoseconds(query_.grid.start(window + 1));
      stretch = store::stretch_before(stamps, stretch.to, end, stretch.to - stretch.from);
      add_stretch(column.runs.front().kind,
                  std::span(column.words).subspan(stretch.from, stretch.to - stretch.from), window);
    }
  }

  void add_stretch(Kind kind, std::span<const std::uint64_t> words, std::size_t window) {
    if (gathered_.values.empty()) {
      gathered_.whole[window].add(store::total_of(kind, words));
      return;
    }
    auto& values = gathered_.values[window];
    values.reserve(values.size() + std::max(words.size(), values.size()));
    for (const auto word : words) {
      values.push_back(store::value_of(kind, word));
    }
  }

  void add_up(const store::Columns& columns, const store::Column& column) {
    const auto& stamps = columns.lists[column.list];
    Cursor cursor(query_.grid);
    std::size_t i = 0;
    for (const auto& run : column.runs) {
      for (const auto end = i + run.points; i < end; ++i) {
        add_word(columns, run.kind, column.words[i], cursor.window_of(stamps[i]));
      }
    }
  }

  void add_word(const store::Columns& columns, Kind kind, std::uint64_t word,
                std::optional<std::size_t> window) {
    if (!window) {
      return;
    }
    if (kind != Kind::reason && std::isfinite(store::value_of(kind, word))) {
      add_value(store::value_of(kind, word), *window);
      return;
    }
    ++gathered_.whole[*window].missing;
    gathered_.reasons[*window].add_if_missing(columns.reading(kind, word));
  }

  void add_value(double value, std::size_t window) {
    if (gathered_.values.empty()) {
      gathered_.whole[window].add(value);
    } else {
      gathered_.values[window].push_back(value);
    }
  }

  Store::State& state_;
  Row metric_;
  const WindowQuery& query_;
  Gathered gathered_;
};

/// A window of values in which some have no place: `missing` and why stand there already.
void set_quantile(SeriesWindow& window, Statistic statistic, std::span<const double> values) {
  window.readable = static_cast<std::int64_t>(values.size());
  if (!values.empty()) {
    window.value = finite_or_reason(statistic_of(statistic, values));
  }
}

SeriesWindows windows_of(const Gathered& gathered, Statistic statistic) {
  SeriesWindows windows;
  windows.reserve(gathered.whole.size());
  const ReasonTally none;
  for (std::size_t i = 0; i < gathered.whole.size(); ++i) {
    const auto why = gathered.reasons.find(i);
    windows.push_back(
        gathered.whole[i].as(statistic, why == gathered.reasons.end() ? none : why->second));
    if (!gathered.values.empty()) {
      set_quantile(windows.back(), statistic, gathered.values[i]);
    }
  }
  return windows;
}

/// Nothing where the points do not follow one another in time.
std::optional<SeriesWindows> step_windows(Gathered gathered, const SeriesAsked& asked,
                                          const WindowQuery& query,
                                          const std::optional<Point>& base) {
  if (base) {
    gathered.points.insert(gathered.points.begin(), *base);
  }
  if (!std::ranges::is_sorted(gathered.points, {}, &Point::taken_at)) {
    return std::nullopt;
  }
  auto answer = counter_windows(gathered.points, {*asked.metric, *asked.device, {}}, query);
  for (std::size_t i = 0; i < answer.size(); ++i) {
    answer[i].readable += gathered.unseen[i];
  }
  return answer;
}

}  // namespace

/// Nothing where chunks do not follow one another in time: the ends of a chunk tell its way only
/// where nothing lies between them.
Result<std::optional<SeriesWindows>> Store::State::quick_windows(const SeriesAsked& asked,
                                                                 const WindowQuery& query,
                                                                 const std::optional<Point>& base) {
  const auto device = directory.find_device(asked.key.device);
  const auto metric = directory.find_metric(asked.key.metric);
  if (!device || !metric) {
    return std::optional<SeriesWindows>();
  }
  const auto& heads = chunks.of_device(*device);
  const bool steps = takes_steps(query.statistic);
  if (steps && !lie_apart(heads)) {
    return std::optional<SeriesWindows>();
  }
  Gathering gathering(*this, *metric, query);
  for (const auto& head : heads) {
    auto added = head.touches(query.grid.range()) ? gathering.add(head) : Result<void>();
    if (!added) {
      return failed(added.error());
    }
  }
  for (const auto& chunk : open.of_device(*device)) {
    gathering.add(chunk);
  }
  auto gathered = std::move(gathering).finish();
  if (!steps) {
    return std::optional(windows_of(gathered, query.statistic));
  }
  return step_windows(std::move(gathered), asked, query, base);
}

Result<std::vector<GroupWindows>> Store::group_windows(std::span<const SeriesGroup> groups,
                                                       const WindowQuery& query) {
  const auto question = state_->begin_question();
  return question ? TelemetrySource::group_windows(groups, query)
                  : Result<std::vector<GroupWindows>>(question.error());
}

Result<SeriesWindows> Store::windows(const SeriesAsked& asked, const WindowQuery& query) {
  const bool steps = takes_steps(query.statistic);
  const bool quick = is_merged(query.statistic) || is_quantile(query.statistic) ||
                     (steps && asked.metric->counter.migrates_to.empty());
  if (!quick) {
    return TelemetrySource::windows(asked, query);
  }
  std::optional<Point> base;
  if (steps) {
    const auto from = query.grid.from;
    auto found = last_value(asked.key, {from - look_back(query.grid.step), from});
    if (!found) {
      return std::move(found).error();
    }
    base = std::move(*found);
  }
  std::optional<SeriesWindows> answer;
  {
    const auto held = state_->begin_query();
    if (!held) {
      return held.error();
    }
    auto found = state_->quick_windows(asked, query, base);
    if (!found) {
      return std::move(found).error();
    }
    answer = std::move(*found);
  }
  return answer ? Result<SeriesWindows>(std::move(*answer))
                : TelemetrySource::windows(asked, query);
}

}  // namespace rackproof
