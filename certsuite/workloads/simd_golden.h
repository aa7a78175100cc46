#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "certsuite/workloads/word_stream.h"

/// What the wide integer units and the carry-less multiplier must answer, in portable, constexpr
/// form: at compile time it makes the golden tables.
namespace rackproof {

inline constexpr int kSimdSteps = 64;
inline constexpr std::uint32_t kSimdFactor = 0x9E3779B1U;  ///< Odd: multiplying loses nothing.

/// 32-bit lanes that multiply, shift and move to their neighbour's place, 64 dependent steps.
template <std::size_t kLanes>
[[nodiscard]] constexpr std::array<std::uint32_t, kLanes> simd_lanes_of_seed(std::uint64_t seed) {
  std::array<std::uint32_t, kLanes> lanes{};
  for (std::size_t i = 0; i < kLanes; ++i) {
    lanes[i] = static_cast<std::uint32_t>(mixed_word(seed, i));
  }
  return lanes;
}

template <std::size_t kLanes>
[[nodiscard]] constexpr std::uint64_t simd_fold(const std::array<std::uint32_t, kLanes>& lanes) {
  std::uint64_t digest = 0;
  for (const auto lane : lanes) {
    digest = mixed_word(digest, lane);
  }
  return digest;
}

template <std::size_t kLanes>
[[nodiscard]] constexpr std::uint64_t simd_of_seed(std::uint64_t seed) {
  auto lanes = simd_lanes_of_seed<kLanes>(seed);
  for (std::uint32_t step = 0; step < kSimdSteps; ++step) {
    std::array<std::uint32_t, kLanes> next{};
    for (std::size_t i = 0; i < kLanes; ++i) {
      const auto mixed = lanes[i] * kSimdFactor + step;
      next[(i + 1) % kLanes] = mixed ^ (mixed >> 15U);
    }
    lanes = next;
  }
  return simd_fold(lanes);
}

struct Word128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// Product of two polynomials over GF(2).
[[nodiscard]] constexpr Word128 carryless_product(std::uint64_t a, std::uint64_t b) {
  Word128 product;
  for (unsigned bit = 0; bit < 64; ++bit) {
    if (((b >> bit) & 1U) != 0) {
      product.low ^= a << bit;
      product.high ^= bit == 0 ? 0 : a >> (64 - bit);
    }
  }
  return product;
}

/// 32 dependent products.
[[nodiscard]] constexpr std::uint64_t carryless_of_seed(std::uint64_t seed) {
  std::uint64_t a = seed | 1U;
  std::uint64_t b = ~seed;
  for (int step = 0; step < 32; ++step) {
    const auto product = carryless_product(a, b);
    a = product.low ^ std::rotl(b, 17);
    b = product.high + seed;
  }
  return a ^ b;
}

}  // namespace rackproof
