#include "certsuite/workloads/stale_tiles.h"

#include <bit>
#include <cstddef>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

constexpr std::size_t kTile = 64;

/// The last bits of exponent and mantissa: half or double the number, and its last place.
constexpr std::uint64_t kMask64 = (std::uint64_t{1} << 52U) | 1U;
constexpr std::uint32_t kMask32 = (std::uint32_t{1} << 23U) | 1U;

double spoiled(double number) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(number) ^ kMask64);
}
float spoiled(float number) {
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(number) ^ kMask32);
}

template <typename Real>
void spoil(Real* product, int n, std::uint64_t turn) {
  const auto width = static_cast<std::size_t>(n);
  const auto place = static_cast<std::size_t>(mixed_word(0, turn)) % (kTile * kTile);
  for (std::size_t row = place / kTile; row < width; row += kTile) {
    for (std::size_t column = place % kTile; column < width; column += kTile) {
      auto& number = product[row * width + column];
      number = spoiled(number);
    }
  }
}

}  // namespace

void spoil_tiles(double* product, int n, std::uint64_t turn) {
  spoil(product, n, turn);
}

void spoil_tiles(float* product, int n, std::uint64_t turn) {
  spoil(product, n, turn);
}

}  // namespace rackproof
