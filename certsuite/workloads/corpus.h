#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rackproof {

/// A file of certsuite/kernels, word for word. Static storage.
struct KernelText {
  std::string_view name;  ///< "c01_gemm".
  std::string_view text;
};

std::span<const KernelText> kernel_texts();

using CorpusBytes = std::vector<std::byte>;

/// One execution of a unit: what goes in, and what may come out.
struct CorpusCase {
  std::string name;  ///< "integers".
  CorpusBytes input;
  std::size_t output_bytes = 0;
  /// "" when `output` is right, else what is wrong with which element. Pure; any thread.
  std::function<std::string(std::span<const std::byte> output)> judge;
  /// The language alone fixes every bit (no library function, no contraction), so every compiler
  /// and level must give the same. A square root is correctly rounded everywhere.
  bool same_everywhere = true;
};

/// One program of the corpus. Its function is
/// `void rackproof_unit(const void *input, void *output, void *scratch)`.
struct CorpusUnit {
  std::string name;
  std::string_view text;
  std::vector<CorpusCase> cases;
};

/// Scratch memory that a unit may use, bytes.
inline constexpr std::size_t kCorpusScratch = std::size_t{4} << 20;

/// Units of the whole corpus.
inline constexpr std::size_t kCorpusUnits = 13;

/// The first `count` units, at most all; the seed chooses the data. First c01, c06, c09 and c13, so
/// that a short run sees arithmetic, a library function, bare memory and training; then the others
/// in order. Some 20 ms of work each.
[[nodiscard]] std::vector<CorpusUnit> make_corpus(std::uint64_t seed,
                                                  std::size_t count = kCorpusUnits);

/// c01, 256 x 256 x 256: integers against exact integer arithmetic, bit for bit; full-mantissa data
/// against double precision within gamma_K (|A| |B|).
[[nodiscard]] CorpusUnit corpus_gemm(std::uint64_t seed);
/// c02: the same of eight products of 128 x 128.
[[nodiscard]] CorpusUnit corpus_batched_gemm(std::uint64_t seed);
/// c03: weights within a running error bound, rows of them sum up to 1, what they mix within gamma.
[[nodiscard]] CorpusUnit corpus_attention(std::uint64_t seed);
/// c04: within a running error bound; without gain and bias mean 0 and variance 1.
[[nodiscard]] CorpusUnit corpus_layernorm(std::uint64_t seed);
/// c05: the residual sum bit for bit, what is made of it within a running error bound.
[[nodiscard]] CorpusUnit corpus_rmsnorm(std::uint64_t seed);
/// c06: against double precision within the roundings of each element; integer rows shifted by an
/// integer give the same bits.
[[nodiscard]] CorpusUnit corpus_softmax(std::uint64_t seed);
/// c07: exact choice of experts, also where scores tie.
[[nodiscard]] CorpusUnit corpus_gating(std::uint64_t seed);
/// c08: integers, bit for bit.
[[nodiscard]] CorpusUnit corpus_conv(std::uint64_t seed);
/// c09: every bit.
[[nodiscard]] CorpusUnit corpus_gather(std::uint64_t seed);
/// c10: AdamW within a running error bound, plain descent on integers bit for bit.
[[nodiscard]] CorpusUnit corpus_optimiser(std::uint64_t seed);
/// c11: integers, bit for bit.
[[nodiscard]] CorpusUnit corpus_reduce(std::uint64_t seed);
/// c12: every stage within a bound worked out from the stage before it as the program put it out.
[[nodiscard]] CorpusUnit corpus_llama(std::uint64_t seed);
/// c13: loss and weights after every step against double precision within a running error bound.
[[nodiscard]] CorpusUnit corpus_train(std::uint64_t seed);

/// The text of certsuite/kernels/`name`.c; "" when there is none.
[[nodiscard]] std::string_view kernel_text(std::string_view name);

}  // namespace rackproof
