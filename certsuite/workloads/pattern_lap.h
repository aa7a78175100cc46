#pragma once

#include <cstdint>

#include "certsuite/workloads/memory_pattern.h"

namespace rackproof {

/// Sweeps in a lap. Each one checks what the sweep before it wrote and writes the next pattern:
/// own address and its complement, a solid word walked over upwards, inverted, and downwards
/// (moving inversions), every 20th word and the complement, a random stream.
inline constexpr int kLapSweeps = 8;

/// What sweep `number` (0, 1...) writes; solid and random words change from lap to lap.
[[nodiscard]] Pattern pattern_of(int number, std::uint64_t seed);

/// Whether sweep `number` walks from the last block to the first.
[[nodiscard]] bool goes_downwards(int number);

}  // namespace rackproof
