#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "schemas/metric.h"
#include "schemas/sample.h"
#include "schemas/store/arrivals.h"
#include "schemas/store/chunk_codec.h"
#include "schemas/store/chunk_table.h"
#include "schemas/store/column.h"
#include "schemas/store/growth.h"

namespace rackproof::store {

/// A chunk that still grows, or that waits to be written.
struct OpenChunk {
  ChunkHead head;                              ///< id and body_sum are the writer's.
  Columns columns;                             ///< Every column; points may wait, see settle().
  std::vector<std::uint32_t> place_of_metric;  ///< Column + 1 by metric row; 0 = none yet.
  bool full = false;                           ///< Takes no more points.

  // What the journal holds of it.
  std::vector<Reached> kept;  ///< By column; columns behind have none.
  std::size_t kept_reasons = 0;
  std::size_t unwritten = 0;   ///< Points that no flush has saved.
  std::int64_t first_row = 0;  ///< The first row of the journal that holds some of it; 0 = none.

  /// At once; true where it is the first point of a column.
  bool add(Row metric, const Point& point);

  // The quick way for many points: they wait in the order in which they came.
  /// Takes what goes on as the passes before: from the front of `samples`, which are of this
  /// device, as many as have the first one's stamp and kind, a value, and each the metric that was
  /// seen to be read after the one before; at most what the chunk has room for. How many.
  std::size_t take_usual(std::span<const Sample> samples);
  /// The column of a metric that a pass was seen to read after the one asked for last.
  [[nodiscard]] std::optional<std::uint32_t> next_column(const Metric* metric) {
    next_ = next_ < known_as_.size() ? next_ : 0;
    const bool known = next_ < known_as_.size() && known_as_[next_] == metric;
    return known ? std::optional(next_++) : std::nullopt;
  }
  /// The column of a metric, which is what the catalogue calls its row; made where there is none.
  std::uint32_t column_of(Row metric, const Metric* known_as);
  void arrive(std::uint32_t column, std::int64_t stamp, const Reading& reading);
  /// The column of a metric; null where there is none.
  [[nodiscard]] const Column* find(Row metric) const {
    const auto place = metric < place_of_metric.size() ? place_of_metric[metric] : 0;
    return place == 0 ? nullptr : &columns.columns[place - 1];
  }
  /// Follows another chunk of its device: its columns may come to as many points, as far as a
  /// stretch of `most_ns` holds them.
  void follow(const OpenChunk& before, std::int64_t most_ns);
  /// Into the columns with what waits: before they are looked at.
  void settle();
  /// All of it in columns: in `room`, which is quicker, where something waits and it is short.
  [[nodiscard]] const Columns& sorted(Columns& room);
  /// What it got since the last flush.
  struct Fresh {
    const Columns* columns;  ///< Never null; as many as there are, or more.
    bool from_kept;          ///< From where `kept` says on; else from their first point on.
  };
  [[nodiscard]] Fresh fresh(Columns& room);

  void count_points(std::int64_t stamp, std::size_t points) {
    head.first_ns = head.points == 0 ? stamp : std::min(head.first_ns, stamp);
    head.last_ns = head.points == 0 ? stamp : std::max(head.last_ns, stamp);
    head.points += static_cast<std::int64_t>(points);
  }
  /// Column + 1 of the metric; 0 = none yet.
  std::uint32_t& place_of(Row metric);
  /// The journal holds all of it.
  void mark_kept(std::int64_t row);

 private:
  void came(std::int64_t stamp, std::size_t points);
  /// Whether all that no flush has saved waits, is in no column, and may wait on.
  [[nodiscard]] bool waits_whole() const;
  void add_waiting_to(Columns& to) const;
  void expect_kept(Columns& to) const;
  void put_by();

  std::vector<Arrivals> waiting_;        ///< That a flush has saved.
  Arrivals fresh_;                       ///< That came since.
  std::vector<const Metric*> known_as_;  ///< By column; null = not seen yet.
  std::vector<std::uint32_t> expected_;  ///< Points that columns may come to, by metric row.
  std::uint32_t next_ = 0;               ///< Column of the next point, if passes are alike.
};

}  // namespace rackproof::store
