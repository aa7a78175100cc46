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
};

/// One program of the corpus. Its function is
/// `void rackproof_unit(const void *input, void *output, void *scratch)`.
struct CorpusUnit {
  std::string name;
  std::string_view text;
  std::vector<CorpusCase> cases;
};

/// Scratch memory that a unit may use, bytes.
inline constexpr std::size_t kCorpusScratch = std::size_t{1} << 20;

/// Every unit; the seed chooses the data. Built once, some 0.1 s of work.
[[nodiscard]] std::vector<CorpusUnit> make_corpus(std::uint64_t seed);

/// c01, 256 x 256 x 256: integers against exact integer arithmetic, bit for bit; full-mantissa data
/// against double precision within gamma_K (|A| |B|).
[[nodiscard]] CorpusUnit corpus_gemm(std::uint64_t seed);
/// c06: against double precision within the roundings of each element; integer rows shifted by an
/// integer give the same bits.
[[nodiscard]] CorpusUnit corpus_softmax(std::uint64_t seed);
/// c09: every bit.
[[nodiscard]] CorpusUnit corpus_gather(std::uint64_t seed);
/// c13: loss and weights after every step against double precision within a running error bound.
[[nodiscard]] CorpusUnit corpus_train(std::uint64_t seed);

/// The text of certsuite/kernels/`name`.c; "" when there is none.
[[nodiscard]] std::string_view kernel_text(std::string_view name);

}  // namespace rackproof
