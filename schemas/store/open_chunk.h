#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/store/chunk_codec.h"
#include "schemas/store/chunk_table.h"
#include "schemas/store/column.h"

namespace rackproof::store {

/// A chunk that still grows, or that waits to be written.
struct OpenChunk {
  ChunkHead head;  ///< id and body_sum are the writer's.
  Columns columns;
  std::vector<std::uint32_t> place_of_metric;  ///< Column + 1 by metric row; 0 = none yet.
  bool full = false;                           ///< Takes no more points.

  // What the journal holds of it.
  std::vector<std::uint32_t> kept;  ///< Points of each column; columns behind have none.
  std::size_t kept_reasons = 0;
  std::size_t unwritten = 0;   ///< Points that no flush has saved.
  std::int64_t first_row = 0;  ///< The first row of the journal that holds some of it; 0 = none.

  /// true where it is the first point of a column.
  bool add(Row metric, const Point& point);
  void count_point(std::int64_t stamp);
  /// Column + 1 of the metric; 0 = none yet.
  std::uint32_t& place_of(Row metric);
  /// The journal holds all of it.
  void mark_kept(std::int64_t row);
};

}  // namespace rackproof::store
