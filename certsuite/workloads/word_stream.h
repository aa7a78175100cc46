#pragma once

#include <cstdint>

namespace rackproof {

/// A well mixed 64-bit word for each (seed, index): the same on every machine, reachable at any
/// index at once (Steele, Lea, Flood 2014, the SplitMix64 finaliser over a Weyl sequence).
[[nodiscard]] constexpr std::uint64_t mixed_word(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t word = seed + (index + 1) * 0x9E3779B97F4A7C15U;
  word = (word ^ (word >> 30U)) * 0xBF58476D1CE4E5B9U;
  word = (word ^ (word >> 27U)) * 0x94D049BB133111EBU;
  return word ^ (word >> 31U);
}

}  // namespace rackproof
