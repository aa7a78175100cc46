#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// Doubles that are decimals: whole numbers over a power of ten, to the bit.
namespace rackproof::store {

// Powers of ten that a double holds exactly, so that one division rounds correctly.
inline constexpr std::array<double, 13> kScales{1,   1e1, 1e2, 1e3,  1e4,  1e5, 1e6,
                                                1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

/// Whether `value` is w / scale bit for bit for a whole number w; then that stands in `whole`.
inline bool is_decimal(double value, double scale, std::uint64_t& whole) {
  constexpr double kLargestWhole = 9007199254740992;  // 2^53
  constexpr double kRound = 6755399441055744;         // 2^52 + 2^51: adding it leaves no fraction
  constexpr double kRoundable = 2251799813685248;     // 2^51
  const double scaled = value * scale;
  if (!(std::abs(scaled) <= kLargestWhole)) {
    return false;
  }
  const double rounded =
      std::abs(scaled) < kRoundable ? (scaled + kRound) - kRound : std::nearbyint(scaled);
  whole = static_cast<std::uint64_t>(static_cast<std::int64_t>(rounded));
  return std::bit_cast<std::uint64_t>(rounded / scale) == std::bit_cast<std::uint64_t>(value);
}

/// Places after the point that a double needs, `from` or more; none where it is no such decimal.
[[nodiscard]] std::optional<std::size_t> places_of(std::uint64_t word, std::size_t from);

/// Places that suit all of the doubles, whose whole numbers then stand in `wholes`; none where one
/// is no such decimal. `words` hold the doubles' bits; `wholes` has as many.
[[nodiscard]] std::optional<std::size_t> exact_places(std::span<const std::uint64_t> words,
                                                      std::span<std::uint64_t> wholes);

}  // namespace rackproof::store
