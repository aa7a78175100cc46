#pragma once

#include <cstdint>
#include <span>

#include "schemas/store/bytes.h"
#include "schemas/store/word_kernels.h"

/// Doubles as a column, to the bit: as whole numbers of a common power of ten where they are such
/// decimals, which is what drivers report; the few that are not (NaN, infinities, -0, more digits)
/// stand behind as they are. Where most are not, the bits of all are taken for whole numbers.
namespace rackproof::store {

/// `words` hold the doubles' bits. Nothing for no words.
void write_decimals(std::span<const std::uint64_t> words, ByteWriter& out);

/// The inverse for as many words as `into` takes; of bytes that cannot be, `in` has failed.
void read_decimals(std::span<std::uint64_t> into, ByteReader& in,
                   const WordKernels& kernels = fastest_word_kernels());

}  // namespace rackproof::store
