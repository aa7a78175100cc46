#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The inner loops of unpacking numbers, for each kind of processor; all give the same bits.
namespace rackproof::store {

/// Widths that pack_words() and unpack_words() know: 0 to 56 bits, and whole words of 64.
inline constexpr unsigned kWidestPacked = 56;
inline constexpr unsigned kWholeWord = 64;

struct WordKernels {
  std::string_view name;
  /// into[i] = base + the `width` bits (at most kWidestPacked) from bit `first_bit` + i * width on.
  /// Reads whole eight bytes from where each number begins.
  void (*unpack)(const char* bytes, std::size_t first_bit, unsigned width, std::uint64_t base,
                 std::span<std::uint64_t> into);
  /// Each becomes the sum of itself, all before it and `start`, wrapping around.
  void (*running_sum)(std::span<std::uint64_t> words, std::uint64_t start);
  /// Whole numbers (as int64) become the bits of whole / scale, rounded as IEEE 754 divides.
  void (*scale_down)(std::span<std::uint64_t> words, double scale);
};

/// Every set that this processor can run; the portable one first, the fastest last.
[[nodiscard]] std::vector<WordKernels> word_kernels();
[[nodiscard]] const WordKernels& fastest_word_kernels();

/// Bytes that `count` numbers of `width` bits take.
[[nodiscard]] constexpr std::size_t packed_size(std::size_t count, unsigned width) {
  return (count * width + 7) / 8;
}

/// Appends the low `width` bits of each number, without gaps, low bits first.
void pack_words(std::span<const std::uint64_t> words, unsigned width, std::string& out);

/// The inverse, `base` added to each; `packed` has packed_size() bytes, none is read past its end.
void unpack_words(std::string_view packed, unsigned width, std::uint64_t base,
                  std::span<std::uint64_t> into,
                  const WordKernels& kernels = fastest_word_kernels());

}  // namespace rackproof::store
