#pragma once

#include <cstddef>
#include <cstdint>

/// Heads of columns in the journal, for those who write and read them.
namespace rackproof::store::journal {

inline constexpr std::uint8_t kHasPoints = 0x01;
inline constexpr std::uint8_t kSameStamps = 0x02;  ///< As the column before that has points.
inline constexpr std::uint8_t kMixed = 0x04;       ///< Runs of kinds follow; else one kind.
inline constexpr std::uint8_t kUnchanged = 0x08;   ///< All words are the column's last one.
inline constexpr unsigned kKindShift = 4;

/// Instead of these: same stamps, the kind and the decimal places of the last word, one group of
/// differences whose width the low bits tell.
inline constexpr std::uint8_t kUsual = 0x40;
inline constexpr std::uint8_t kWidthMask = 0x3F;

/// Instead of a head: as many columns as the low bits say and one more are unchanged, with the
/// stamps of the column before.
inline constexpr std::uint8_t kStill = 0x80;
inline constexpr std::size_t kMostStill = 0x80;

inline constexpr std::uint8_t kBits = 0x0F;  ///< In place of decimal places: doubles as they are.
inline constexpr std::size_t kGroup = 32;    ///< Differences that have one width.
inline constexpr std::uint8_t kWhole = 57;   ///< In place of a width of 64.

}  // namespace rackproof::store::journal
