#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/series_source.h"

namespace rackproof::store {

/// The points of one metric inside a chunk, in order of arrival.
struct Column {
  std::uint32_t metric = 0;  ///< Row of the metric table.
  Series points;
};

/// What one device gave over one stretch of time; at most one column a metric.
using Columns = std::vector<Column>;

inline constexpr std::size_t kMaxChunkPoints = 16384;
/// Bytes of a reason's message; every point that has the reason holds a copy of it.
inline constexpr std::size_t kMaxReasonBytes = 1024;
/// Bytes that a chunk's decompressed body may have; a chunk of ours stays far below.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{8} << 20;

/// Columns as one zstd frame with its own checksum. Columns whose stamps agree share them; reasons
/// are spelled once a chunk. At most kMaxChunkPoints points.
[[nodiscard]] Result<std::string> encode_chunk(const Columns& columns);

/// The inverse, of untrusted bytes: every size is checked before it is believed, all failures are
/// Error{malformed}. With `metric` only that column is unpacked (none when it is not in there).
[[nodiscard]] Result<Columns> decode_chunk(std::string_view bytes,
                                           std::optional<std::uint32_t> metric = std::nullopt);

/// The same for what is inside the frame; decode_chunk() unpacks it first.
[[nodiscard]] Result<Columns> decode_chunk_body(std::string_view plain,
                                                std::optional<std::uint32_t> metric);

}  // namespace rackproof::store
