#pragma once

#include <bit>
#include <cstdint>

/// Integer work whose right answers the compiler computes: what a table holds was never touched by
/// the processor under test.
namespace rackproof {

/// Multiplies, rotates by data, shifts, counts bits: 64 dependent steps.
[[nodiscard]] constexpr std::uint64_t integer_mix(std::uint64_t seed) {
  std::uint64_t a = seed | 1U;
  std::uint64_t b = ~seed;
  for (int step = 0; step < 64; ++step) {
    a = std::rotl(a * 0xD6E8FEB86659FD93U + b, static_cast<int>(b & 63U));
    b = (b ^ (a >> 29U)) * 0xCF1BBCDCB7A56463U;
    b += static_cast<std::uint64_t>(std::popcount(a)) << 17U;
    a ^= b >> 32U;
  }
  return a ^ b;
}

/// Divides and takes remainders in 64 and in 32 bits: 32 dependent steps.
[[nodiscard]] constexpr std::uint64_t integer_divide(std::uint64_t seed) {
  std::uint64_t numerator = ~seed;
  std::uint64_t divisor = seed;
  for (int step = 0; step < 32; ++step) {
    divisor = (divisor >> (step & 31)) | 1U;
    const std::uint64_t quotient = numerator / divisor;
    const std::uint64_t remainder = numerator % divisor;
    const auto narrow =
        static_cast<std::uint32_t>(numerator) / (static_cast<std::uint32_t>(remainder >> 3U) | 1U);
    numerator = (numerator ^ (quotient << 7U)) * 0x9FB21C651E98DF25U + remainder;
    divisor = numerator ^ narrow;
  }
  return numerator ^ std::rotl(divisor, 23);
}

}  // namespace rackproof
