#pragma once

#include <cstdint>
#include <string_view>

#include "certsuite/workloads/memory_pattern.h"

namespace rackproof {

/// One passage over the region. It checks what the one before it left there.
struct PatternTurn {
  Pattern next;  ///< Stands in the region afterwards.
  bool downwards = false;
  bool exchange = false;  ///< Nothing is written anew: random blocks change places.
  bool fade = false;      ///< The region is then left alone for a while.
  std::uint64_t shuffle = 0;
  std::string_view name;  ///< "own address", "moving inversions", ...: what stands there then.
};

/// Turns in a lap: own address and its complement; a solid word walked over upwards, inverted, and
/// downwards (moving inversions); every 20th word and the complement; a random stream and two
/// exchanges of its blocks; all ones and all zeros, each left alone (bit fade).
inline constexpr int kLapTurns = 12;

/// Turn `number` (0, 1...); solid and random words change from lap to lap.
[[nodiscard]] PatternTurn turn_of(int number, std::uint64_t seed);

}  // namespace rackproof
