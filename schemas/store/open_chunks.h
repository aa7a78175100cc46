#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "schemas/store/chunk_codec.h"
#include "schemas/store/chunk_table.h"

namespace rackproof::store {

/// A chunk that still grows, or that waits to be written.
struct OpenChunk {
  ChunkHead head;  ///< id 0 until it is first written; body_sum is set by the writer.
  Columns columns;
  std::vector<std::uint32_t> place_of_metric;  ///< Column + 1 by metric row; 0 = none yet.
  std::size_t unwritten = 0;                   ///< Points that no committed write holds.
  bool full = false;                           ///< Takes no more points.
};

/// The chunks in memory: one that grows for each device, and full ones before it until they are
/// written. A chunk is written again, longer, by every flush until it is full.
class OpenChunks {
 public:
  /// true where it is the first point of a column.
  bool add(Row device, Row metric, const Point& point);

  /// Those with points that were not written, in order of arrival for each device.
  [[nodiscard]] std::vector<OpenChunk*> unwritten();
  /// All that was handed out by unwritten() is safe now.
  void written();

  [[nodiscard]] const std::deque<OpenChunk>& of_device(Row device) const;
  [[nodiscard]] std::size_t unwritten_points() const { return unwritten_points_; }

 private:
  std::map<Row, std::deque<OpenChunk>> by_device_;
  std::size_t unwritten_points_ = 0;
};

}  // namespace rackproof::store
