#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "schemas/store/bytes.h"
#include "schemas/store/word_kernels.h"

/// Numbers in blocks of 128, each with the width in bits that suits most of its numbers, counted
/// from its smallest one or from zero to both sides; the bits that few have beyond it stand behind.
namespace rackproof::store {

inline constexpr std::size_t kBlock = 128;

/// Bytes that write_blocks() appends at most.
[[nodiscard]] std::size_t blocks_size(std::span<const std::uint64_t> words);
void write_blocks(std::span<const std::uint64_t> words, ByteWriter& out);

/// The inverse for as many words as `into` takes; of bytes that cannot be, `in` has failed.
void read_blocks(std::span<std::uint64_t> into, ByteReader& in,
                 const WordKernels& kernels = fastest_word_kernels());

}  // namespace rackproof::store
