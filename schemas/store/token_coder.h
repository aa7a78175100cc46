#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "schemas/store/bytes.h"
#include "schemas/store/token_alphabet.h"

/// Numbers of a column by how often each size of them comes: a token for the highest bits of each,
/// coded with fractions of a bit (range asymmetric numeral systems, Duda 2013, arXiv:1311.2540),
/// and its other bits as they are.
///
///   head     bits of a number that its token tells, and bits of a weight
///   weights  of every token, to half a power of two
///   stream   32 bits of state, then 16 bits wherever the state runs low
///   rest     the bits that tokens do not tell, without gaps
namespace rackproof::store {

/// How numbers may best be told, and about how many bytes that takes.
struct TokenPlan {
  unsigned told_bits = 0;  ///< Bits below a number's highest one that its token tells.
  std::size_t bytes = 0;
};

/// `numbers` are not empty and of at most kWidestTold bits.
[[nodiscard]] TokenPlan plan_tokens(std::span<const std::uint64_t> numbers);
void write_tokens(std::span<const std::uint64_t> numbers, unsigned told_bits, ByteWriter& out);

/// The inverse for as many numbers as `into` takes; of bytes that cannot be, `in` has failed.
void read_tokens(std::span<std::uint64_t> into, ByteReader& in);

}  // namespace rackproof::store
