#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rackproof {

inline constexpr std::size_t kBlockWords = 512;

/// Digests of the two blocks that a swap read.
struct SwapDigests {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// One way to handle blocks of kBlockWords words at memory speed. Blocks of memory under test are
/// 64-byte aligned; `expected` and `wanted` need not be. All ways give the same words and digests.
/// Any thread.
struct BlockKernel {
  std::string_view name;
  /// All bits in which a block is not as expected.
  std::uint64_t (*differing)(const std::uint64_t* words, const std::uint64_t* expected);
  /// The same from the last word to the first: the processor reads ahead in that direction.
  std::uint64_t (*differing_down)(const std::uint64_t* words, const std::uint64_t* expected);
  /// Two sums as Adler-32 makes them over bytes, so that order counts, over the halves of words in
  /// four lanes: exact, so that a line which breaks the same bit of many words cannot cancel out.
  std::uint64_t (*digest)(const std::uint64_t* words);
  void (*write)(std::uint64_t* words, const std::uint64_t* wanted);
  /// The same from the last word to the first.
  void (*write_down)(std::uint64_t* words, const std::uint64_t* wanted);
  /// As write(), but around the caches, where the processor can.
  void (*write_past_caches)(std::uint64_t* words, const std::uint64_t* wanted);
  /// Swaps two blocks of memory.
  SwapDigests (*swap)(std::uint64_t* low, std::uint64_t* high);
  /// Word i becomes `address` + 8 i, exclusive-or `flip`.
  void (*fill_address)(std::uintptr_t address, std::uint64_t flip, std::uint64_t* words);
  /// Eight xorshift streams side by side (Marsaglia 2003, 13-7-17) from `seed` and `number`.
  void (*fill_random)(std::uint64_t seed, std::uint64_t number, std::uint64_t flip,
                      std::uint64_t* words);
};

/// Every way that this processor can go, the portable one first, the fastest last.
[[nodiscard]] std::vector<BlockKernel> block_kernels();

}  // namespace rackproof
