#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// What numbers come to, for each kind of processor.
namespace rackproof::store {

/// Of doubles: the least, the most, and what they add up to in an order of the kernel's own.
struct Extent {
  double least = 0;
  double most = 0;
  double sum = 0;
};

/// Bits are the same for all; sums differ in their last bits.
struct WordMeasures {
  std::string_view name;
  /// Sum of the bits that numbers take from `least` up (std::bit_width of each difference).
  std::size_t (*bits_above)(std::span<const std::uint64_t> words, std::uint64_t least);
  /// The same for small magnitudes of either sign (zigzag).
  std::size_t (*bits_both_sides)(std::span<const std::uint64_t> words);
  /// Of finite doubles, given by their bits; at least one.
  Extent (*extent_of)(std::span<const std::uint64_t> words);
};

/// Every set that this processor can run; the portable one first, the fastest last.
[[nodiscard]] std::vector<WordMeasures> word_measures();
[[nodiscard]] const WordMeasures& fastest_word_measures();

}  // namespace rackproof::store
