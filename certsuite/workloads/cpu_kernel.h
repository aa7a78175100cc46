#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

/// A piece of work for one core that ends in one word. The same seed gives the same word on every
/// sound core of the same kind.
struct CpuKernel {
  std::string_view name;
  std::uint64_t (*run)(std::uint64_t seed);  ///< Any thread; keeps no state.
  /// Right answers for known_seed(0), known_seed(1)... where they can be known beforehand; else
  /// empty, and cores are compared with one another.
  std::span<const std::uint64_t> golden;
  int chain = 1;  ///< Runs, each seeded by the last, that make one round of some 100 us.
};

/// Seeds of the golden tables.
[[nodiscard]] constexpr std::uint64_t known_seed(std::uint64_t index) {
  return mixed_word(0x676F6C64656EU, index);
}

/// Integer, division, SHA-256, CRC-32, CRC-32C, AES on one block: golden tables that the compiler
/// computed.
[[nodiscard]] std::vector<CpuKernel> integer_kernels();
/// Multiply, fused multiply-add, divide and root in every SIMD width there is: core against core.
[[nodiscard]] std::vector<CpuKernel> float_kernels();
/// Wide integers, carry-less products, SHA and AES instructions: the same golden tables or others.
[[nodiscard]] std::vector<CpuKernel> simd_kernels();
/// zstd there and back: branches, tables, byte copies.
[[nodiscard]] std::vector<CpuKernel> compression_kernels();
/// All that this processor can run.
[[nodiscard]] std::vector<CpuKernel> cpu_kernels();

}  // namespace rackproof
