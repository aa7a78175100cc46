#pragma once

#include <cstdint>
#include <span>

#include "schemas/store/bytes.h"
#include "schemas/store/word_kernels.h"

/// Whole numbers of 64 bits as a column: what suits counters, gauges and states each.
namespace rackproof::store {

/// Chooses by size among: all the same, an even slope, runs, and the numbers or their differences
/// or the differences of those, divided by what divides them all, in blocks or as tokens.
/// `words` hold two's complement numbers; every difference wraps around. Nothing for no words.
void write_integers(std::span<const std::uint64_t> words, ByteWriter& out);

/// The inverse for as many words as `into` takes; of bytes that cannot be, `in` has failed.
void read_integers(std::span<std::uint64_t> into, ByteReader& in,
                   const WordKernels& kernels = fastest_word_kernels());

}  // namespace rackproof::store
