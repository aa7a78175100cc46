#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/time.h"

namespace rackproof {

/// One request in a spool's segment: a head of kSpoolHeadBytes, then the body. All numbers are
/// little-endian; the head carries a CRC-32 of itself and one of the body, so that a segment can be
/// walked without reading the bodies.
struct SpoolHead {
  std::uint64_t sequence = 0;  ///< From 1, without a gap, never used twice.
  UtcTime made_at;
  std::uint32_t body_bytes = 0;
  std::uint32_t samples = 0;  ///< In the body, for the counts.
  std::uint32_t body_sum = 0;

  bool operator==(const SpoolHead&) const = default;
};

inline constexpr std::size_t kSpoolHeadBytes = 36;
inline constexpr std::size_t kLongestSpoolBody = std::size_t{64} << 20;

/// CRC-32 as zlib and Ethernet have it (polynomial 0xEDB88320, reflected).
[[nodiscard]] std::uint32_t crc32_of(std::string_view bytes);

/// kSpoolHeadBytes bytes.
[[nodiscard]] std::string encode_spool_head(const SpoolHead& head);
/// Nothing where `bytes` begins with no whole head.
[[nodiscard]] std::optional<SpoolHead> decode_spool_head(std::string_view bytes);

/// Where a spool goes on after a restart: all requests below `next` are done with.
struct SpoolMark {
  std::uint64_t next = 0;
  std::uint64_t turn = 0;  ///< Counts up with each mark; of two marks the later one counts.

  bool operator==(const SpoolMark&) const = default;
};

inline constexpr std::size_t kSpoolMarkBytes = 24;
[[nodiscard]] std::string encode_spool_mark(const SpoolMark& mark);
[[nodiscard]] std::optional<SpoolMark> decode_spool_mark(std::string_view bytes);

}  // namespace rackproof
