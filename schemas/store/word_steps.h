#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// The inner loops of packing numbers, for each kind of processor; all give the same bits.
namespace rackproof::store {

struct WordSteps {
  std::string_view name;
  /// into[i] = words[i + 1] - words[i], wrapping around: one number less than `words`. The least
  /// of them as int64; INT64_MAX where there is none.
  std::int64_t (*differences)(std::span<const std::uint64_t> words, std::span<std::uint64_t> into);
  /// into[i] = words[i] - base, as many; the least of them likewise.
  std::int64_t (*offsets)(std::span<const std::uint64_t> words, std::uint64_t base,
                          std::span<std::uint64_t> into);
  /// Of doubles, given by their bits: how many from the front are w / scale to the bit for a whole
  /// number w (is_decimal() in decimals.h), which then stands in `wholes`, of as many places; what
  /// stands behind those is the kernel's own. Sets that stop earlier than others are slower, and no
  /// worse.
  std::size_t (*wholes_of)(std::span<const std::uint64_t> words, double scale,
                           std::span<std::uint64_t> wholes);
};

/// Every set that this processor can run; the portable one first, the fastest last.
[[nodiscard]] std::vector<WordSteps> word_steps();
[[nodiscard]] const WordSteps& fastest_word_steps();

}  // namespace rackproof::store
