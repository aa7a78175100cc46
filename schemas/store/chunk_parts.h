#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/store/bytes.h"
#include "schemas/store/column.h"

/// What every layout of a chunk is made of.
namespace rackproof::store {

/// Bytes of a reason's message; every point that has the reason may hold a copy of it.
inline constexpr std::size_t kMaxReasonBytes = 1024;
/// Bytes that a chunk's decompressed body may have; a chunk of ours stays far below.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{8} << 20;

[[nodiscard]] Error broken_chunk(std::string_view what);

// Levels of zstd.
inline constexpr int kFastLevel = 1;
inline constexpr int kUsualLevel = 3;

/// One zstd frame with its own checksum; "" where zstd has no memory for it.
[[nodiscard]] std::string compress(std::string_view plain, int level = kUsualLevel);
/// The inverse, of untrusted bytes.
[[nodiscard]] Result<std::string> decompress(std::string_view bytes);

/// Its kind's word and its message.
void write_reason(const Error& reason, ByteWriter& out);
/// How many, then each.
void write_reasons(const Reasons& reasons, ByteWriter& out);
void read_reasons(ByteReader& in, std::size_t most, Reasons& reasons);

/// Each run: its kind and how many points.
void write_kind_runs(const KindRuns& runs, ByteWriter& out);
/// Runs of exactly `points` points; fewer where `in` has failed.
[[nodiscard]] KindRuns read_kind_runs(std::size_t points, ByteReader& in);
[[nodiscard]] std::size_t points_of(const KindRuns& runs, Kind kind);

}  // namespace rackproof::store
