#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/store/tier_codec.h"

/// What the writer and the reader of a tier's series agree on.
namespace rackproof::store {

// What a series carries.
inline constexpr std::uint8_t kShapeMask = 0x03;
inline constexpr std::uint8_t kMissing = 0x04;
inline constexpr std::uint8_t kFalls = 0x08;
inline constexpr std::uint8_t kSumsApart = 0x10;  ///< Sums are no whole numbers of any places.
inline constexpr std::uint8_t kAllFlags = 0x1F;

/// How least, most, first and last stand.
enum class EndsShape : std::uint8_t {
  counts,    ///< Whole numbers, as distances from the least.
  decimals,  ///< The same, over a power of ten.
  doubles,   ///< Doubles each by itself.
  mixed,     ///< Words, and of which kind each is.
};

inline constexpr std::int64_t kMostTierReadings = std::int64_t{1} << 40;

[[nodiscard]] inline bool is_whole(EndsShape shape) {
  return shape == EndsShape::counts || shape == EndsShape::decimals;
}

/// Those with a readable reading.
[[nodiscard]] inline std::vector<TierWindow*> readable_of(TierSeries& series) {
  std::vector<TierWindow*> windows;
  for (auto& window : series.windows) {
    if (window.readable > 0) {
      windows.push_back(&window);
    }
  }
  return windows;
}

}  // namespace rackproof::store
