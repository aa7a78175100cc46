#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "schemas/store/chunk_codec.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"

namespace rackproof {
namespace {

using store::ChunkHead;
using store::ColumnSummary;
using store::Kind;
using store::Row;

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{std::chrono::nanoseconds(stamp)};
}

bool is_merged(Statistic statistic) {
  return statistic == Statistic::min || statistic == Statistic::max ||
         statistic == Statistic::mean || statistic == Statistic::count;
}

bool touches(const ChunkHead& head, TimeRange range) {
  return time_of(head.first_ns) < range.to && time_of(head.last_ns) >= range.from;
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

/// What the chunks that one window holds whole come to together.
struct Whole {
  Window window;
  double least = 0;
  double most = 0;

  void add(const ColumnSummary& column) {
    const double low = store::value_of(column.kind, column.least);
    const double high = store::value_of(column.kind, column.most);
    least = window.readable == 0 ? low : std::min(least, low);
    most = window.readable == 0 ? high : std::max(most, high);
    window.readable += column.readable;
    window.missing += column.missing;
    window.sum += column.sum;
  }

  [[nodiscard]] Window as(Statistic statistic) const {
    auto answer = window;
    const auto count = static_cast<double>(window.readable);
    if (window.readable > 0) {
      answer.value = statistic == Statistic::min     ? least
                     : statistic == Statistic::max   ? most
                     : statistic == Statistic::count ? count
                                                     : window.sum / count;
    }
    answer.sum = statistic == Statistic::mean ? window.sum : 0;
    return answer;
  }
};

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
  std::vector<Whole> whole;          ///< Of each window.
  std::vector<std::int64_t> unseen;  ///< Of each window: readings between the ends of chunks.
};

/// Gathers one series, chunk by chunk.
class Gathering {
 public:
  Gathering(Store::State& state, Row metric, const WindowQuery& query)
      : state_(state), metric_(metric), query_(query) {
    gathered_.whole.resize(query.grid.count);
    gathered_.unseen.resize(query.grid.count);
  }

  Result<void> add(const ChunkHead& head) {
    const auto window = window_around(query_.grid, head);
    if (!window) {
      return unpack(head);
    }
    const auto column = summary_of(head);
    if (!column) {
      return column.error();
    }
    return *column && take(**column, *window) ? Result<void>() : unpack(head);
  }

  void add(const store::OpenChunk& chunk) {
    if (const auto* column = chunk.columns.find(metric_)) {
      append(chunk.columns.read(*column, query_.grid.range()));
    }
  }

  [[nodiscard]] Gathered finish() && { return std::move(gathered_); }

 private:
  Result<std::optional<ColumnSummary>> summary_of(const ChunkHead& head) {
    const auto summaries = state_.summaries_of(head);
    if (!summaries) {
      return summaries.error();
    }
    const auto found = std::ranges::find(*summaries, metric_, &ColumnSummary::metric);
    return found == summaries->end() ? std::optional<ColumnSummary>() : std::optional(*found);
  }

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
    const auto body = store::ChunkTable::body(state_.database, head);
    if (!body) {
      return body.error();
    }
    const auto columns = store::decode_chunk(*body, metric_);
    if (!columns) {
      return columns.error().during("chunk " + std::to_string(head.id));
    }
    if (const auto* column = columns->find(metric_)) {
      append(columns->read(*column, query_.grid.range()));
    }
    return {};
  }

  void append(Series points) {
    gathered_.points.insert(gathered_.points.end(), std::make_move_iterator(points.begin()),
                            std::make_move_iterator(points.end()));
  }

  Store::State& state_;
  Row metric_;
  const WindowQuery& query_;
  Gathered gathered_;
};

/// Readings that were looked at, put together with chunks that were not.
Windows all_of(const Gathered& gathered, const WindowQuery& query) {
  WindowPool pool(query);
  pool.add(gathered.points);
  Windows whole;
  whole.reserve(gathered.whole.size());
  for (const auto& each : gathered.whole) {
    whole.push_back(each.as(query.statistic));
  }
  WindowMerge merge(query);
  merge.add("", pool.finish());
  merge.add("", whole);
  return std::move(merge).finish();
}

}  // namespace

/// Nothing where chunks or points do not follow one another in time: the ends of a chunk tell its
/// way only where nothing lies between them.
Result<std::optional<Windows>> Store::State::quick_windows(const SeriesAsked& asked,
                                                           const WindowQuery& query,
                                                           const std::optional<Point>& base) {
  const auto device = directory.find_device(asked.key.device);
  const auto metric = directory.find_metric(asked.key.metric);
  if (!device || !metric) {
    return std::optional<Windows>();
  }
  const auto& heads = chunks.of_device(*device);
  const bool steps = takes_steps(query.statistic);
  if (steps && !lie_apart(heads)) {
    return std::optional<Windows>();
  }
  Gathering gathering(*this, *metric, query);
  for (const auto& head : heads) {
    auto added = touches(head, query.grid.range()) ? gathering.add(head) : Result<void>();
    if (!added) {
      return failed(added.error());
    }
  }
  for (const auto& chunk : open.of_device(*device)) {
    gathering.add(chunk);
  }
  auto gathered = std::move(gathering).finish();
  if (!steps) {
    return std::optional(all_of(gathered, query));
  }
  if (base) {
    gathered.points.insert(gathered.points.begin(), *base);
  }
  if (!std::ranges::is_sorted(gathered.points, {}, &Point::taken_at)) {
    return std::optional<Windows>();
  }
  auto answer = counter_windows(gathered.points, {*asked.metric, *asked.device, {}}, query);
  for (std::size_t i = 0; i < answer.size(); ++i) {
    answer[i].readable += gathered.unseen[i];
  }
  return std::optional(std::move(answer));
}

Result<Windows> Store::windows(const SeriesAsked& asked, const WindowQuery& query) {
  const bool steps = takes_steps(query.statistic);
  const bool quick =
      is_merged(query.statistic) || (steps && asked.metric->counter.migrates_to.empty());
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
  std::optional<Windows> answer;
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
  return answer ? Result<Windows>(std::move(*answer)) : TelemetrySource::windows(asked, query);
}

}  // namespace rackproof
