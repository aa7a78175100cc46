#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/store/chunk_parts.h"
#include "schemas/store/column.h"

/// Chunks of layout 2:
///
///   2, and whether a zstd frame holds the rest, where that is at least an eighth smaller
///   reasons      spelled once a chunk
///   stamps       each list once, however many columns share it: how many, bytes, integer_codec
///   directory    of each column its metric, its list where there are several, its bytes
///   columns      which kinds, then counts, measurements and numbers of reasons apart
namespace rackproof::store {

/// Points of one chunk, all columns together: ten minutes of 870 columns a second.
inline constexpr std::size_t kMaxChunkPoints = std::size_t{1} << 19;

/// Columns with any stamps and words; at most kMaxChunkPoints points.
[[nodiscard]] Result<std::string> encode_chunk(const Columns& columns);

/// The inverse, of untrusted bytes of any layout: every size is checked before it is believed, all
/// failures are Error{malformed}. With `metric` only that column is unpacked (none when it is not
/// in there), the reasons of all are there in any case.
[[nodiscard]] Result<Columns> decode_chunk(std::string_view bytes,
                                           std::optional<std::uint32_t> metric = std::nullopt);

/// checksum() of a chunk's bytes as its head holds it: by layout.
[[nodiscard]] std::int64_t chunk_checksum(std::string_view bytes);

}  // namespace rackproof::store
