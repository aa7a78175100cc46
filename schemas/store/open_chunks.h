#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/store/bytes.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/open_chunk.h"

namespace rackproof::store {

/// Points that may be in memory before chunks are written shorter than they could be: of some fifty
/// nodes with a thousand series each second.
inline constexpr std::size_t kMostOpenPoints = std::size_t{1} << 25;

/// Of all reasons of a chunk.
inline constexpr std::size_t kMostMessageBytes = std::size_t{1} << 20;
/// While fewer points than these are in memory, chunks may span an hour: what is read seldom packs
/// badly in short ones.
inline constexpr std::size_t kFewOpenPoints = std::size_t{1} << 20;
/// A chunk's stretch of time, which is what a reader unpacks at least: where much is read, and
/// else.
inline constexpr std::int64_t kStretchNs = 600'000'000'000;
inline constexpr std::int64_t kLongestStretchNs = 3'600'000'000'000;

[[nodiscard]] inline bool spans_too_much(std::int64_t from, std::int64_t to, std::int64_t most) {
  return to > from && static_cast<std::uint64_t>(wrapping_difference(to, from)) >
                          static_cast<std::uint64_t>(most);
}

/// Whether the chunk takes a point of that stamp, where chunks may span `most`.
[[nodiscard]] inline bool takes(const OpenChunk& chunk, std::int64_t stamp, std::int64_t most) {
  if (chunk.full || static_cast<std::size_t>(chunk.head.points) >= kMaxChunkPoints ||
      chunk.columns.reasons.bytes() + kMaxReasonBytes > kMostMessageBytes) {
    return false;
  }
  return chunk.head.points == 0 || !(spans_too_much(chunk.head.first_ns, stamp, most) ||
                                     spans_too_much(stamp, chunk.head.last_ns, most));
}

/// The chunks in memory: one that grows for each device, and full ones before it until they are
/// written. A chunk that is full is written once; until then each flush keeps in the journal what
/// the chunk got since the flush before.
class OpenChunks {
 public:
  /// The chunk that takes the next point of a device, which has this stamp.
  OpenChunk& for_point(Row device, std::int64_t stamp) {
    const bool goes_on = device < by_device_.size() && !by_device_[device].empty() &&
                         takes(by_device_[device].back(), stamp, stretch_ns_);
    if (!goes_on) {
      begin(device);
    }
    latest_ns_ = std::max(latest_ns_, stamp);
    return by_device_[device].back();
  }
  /// So many points came to the chunks that for_point() gave.
  void count(std::size_t points) { unwritten_points_ += points; }
  /// Brings what waits into the columns: before chunks are looked at.
  void settle();

  /// From now on chunks are written before they are full where more points than these are in
  /// memory.
  void hold_at_most(std::size_t points) { most_points_ = points; }

  /// Full chunks to be written, in order of arrival for each device; one that is older than a
  /// chunk's stretch of time counts as full, `all` counts each, and so do more points than may be.
  [[nodiscard]] std::vector<OpenChunk*> full_ones(bool all);
  /// Those that stay open and have points that no flush has saved.
  [[nodiscard]] std::vector<OpenChunk*> grown();

  /// All full ones are written now, and the journal's row `row` holds what the others got.
  void written(std::int64_t row);
  /// The first row of the journal that an open chunk still needs, if all that is full were written;
  /// `row` where none needs one before it.
  [[nodiscard]] std::int64_t first_row_needed(std::int64_t row) const;

  /// The chunk of a device as the journal has it so far; `anew`: without what it had before.
  OpenChunk& from_journal(Row device, bool anew);

  [[nodiscard]] const std::vector<OpenChunk>& of_device(Row device) const;
  [[nodiscard]] std::size_t unwritten_points() const { return unwritten_points_; }

 private:
  [[nodiscard]] std::size_t points() const;
  void begin(Row device);

  std::vector<std::vector<OpenChunk>> by_device_;  ///< Row n at place n.
  std::size_t unwritten_points_ = 0;
  std::size_t most_points_ = kMostOpenPoints;
  std::int64_t stretch_ns_ = kLongestStretchNs;  ///< That chunks may span now.
  std::int64_t latest_ns_ = INT64_MIN;           ///< Of all devices.
};

}  // namespace rackproof::store
