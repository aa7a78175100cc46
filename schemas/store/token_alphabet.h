#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/store/bytes.h"

/// Tokens: the size of a number and some of its highest bits; how often each comes in a column.
namespace rackproof::store {

inline constexpr unsigned kWidestTold = 56;  ///< Bits of a number that may have a token.
inline constexpr unsigned kMostTold = 4;
inline constexpr std::size_t kMostTokens =
    ((kWidestTold - kMostTold) << kMostTold) + (2U << kMostTold);
inline constexpr unsigned kScaleBits = 10;
inline constexpr std::uint32_t kScale = 1U << kScaleBits;  ///< Sum of all shares.

/// How many low bits of a number its token does not tell.
[[nodiscard]] inline unsigned rest_bits(unsigned token, unsigned told) {
  return token < (2U << told) ? 0 : (token >> told) - 1;
}

/// The token of a number: the number itself where it has at most `told` + 1 bits, else how many it
/// has and the `told` ones below the highest.
[[nodiscard]] inline unsigned token_of(std::uint64_t number, unsigned told) {
  const auto width = static_cast<unsigned>(std::bit_width(number | 1));
  const auto rest = width <= told + 1 ? 0 : width - 1 - told;
  return (rest << told) + static_cast<unsigned>(number >> rest);
}

/// The smallest number that has the token.
[[nodiscard]] inline std::uint64_t first_of(unsigned token, unsigned told) {
  const auto rest = rest_bits(token, told);
  const auto top = rest == 0 ? token : ((token & ((1U << told) - 1)) | (1U << told));
  return std::uint64_t{top} << rest;
}

/// The token of the same number where one bit less is told; `told` is above 0.
[[nodiscard]] inline unsigned with_less_told(unsigned token, unsigned told) {
  return token < (1U << told) ? token : (token >> 1U) + (1U << (told - 1));
}

/// Which tokens there are and how often each comes, as both sides know it.
struct Alphabet {
  std::vector<std::uint16_t> tokens;  ///< Ascending.
  std::vector<unsigned> weights;      ///< Counts to half a power of two; none 0.
  std::vector<std::uint32_t> shares;  ///< Of kScale, none 0.
  std::vector<std::uint32_t> starts;  ///< Sums of the shares before.

  /// One more token, above all that are there.
  void add(std::size_t token, std::uint32_t count);
  /// From weights to shares, in whole numbers so that both sides find the same.
  void share_out();
};

void write_alphabet(const Alphabet& alphabet, unsigned told, ByteWriter& out);
/// The inverse, and `told` with it; without tokens where the bytes cannot be, and `in` has failed.
[[nodiscard]] Alphabet read_alphabet(unsigned& told, ByteReader& in);

}  // namespace rackproof::store
