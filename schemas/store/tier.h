#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "schemas/store/directory.h"

/// Tiers: what stays of readings that were forgotten, as windows of 1 min, 15 min and 1 h. Each
/// tier begins where the finer one ends, so that a stretch of time is kept in one of them alone.
namespace rackproof::store {

struct TierShape {
  std::chrono::nanoseconds window;
  std::chrono::nanoseconds stretch;  ///< What one row holds; whole windows, since 1970.
  std::string_view words;            ///< Of the window, for people.
};

/// From the finest to the coarsest; a stretch of one is whole stretches of the one before.
inline constexpr std::array kTiers{
    TierShape{std::chrono::minutes(1), std::chrono::hours(1), "1 min"},
    TierShape{std::chrono::minutes(15), std::chrono::hours(24), "15 min"},
    TierShape{std::chrono::hours(1), std::chrono::hours(168), "1 h"},
};

[[nodiscard]] constexpr std::size_t windows_of(const TierShape& tier) {
  return static_cast<std::size_t>(tier.stretch / tier.window);
}

/// One row: a device over one stretch of a tier.
struct TierPlace {
  std::size_t tier = 0;  ///< Of kTiers.
  Row device = 0;
  std::int64_t stretch = 0;  ///< Number of the stretch since 1970.

  [[nodiscard]] std::int64_t start_ns() const { return stretch * kTiers[tier].stretch.count(); }
  [[nodiscard]] std::int64_t end_ns() const { return start_ns() + kTiers[tier].stretch.count(); }
};

/// The stretch of a tier in which a stamp lies; stamps before 1970 count as of 1970.
[[nodiscard]] constexpr std::int64_t stretch_of(std::size_t tier, std::int64_t stamp) {
  return stamp < 0 ? 0 : stamp / kTiers[tier].stretch.count();
}

}  // namespace rackproof::store
