#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rackproof {

/// What a word of memory should hold, as a function of where it is.
struct Pattern {
  enum class Kind {
    own_address,  ///< Its own virtual address: address lines, decoders.
    solid,        ///< `word` everywhere: stuck and coupled cells, walked over by moving inversions.
    modulo_20,    ///< `word` at every 20th word from `offset`, its complement between.
    random,       ///< A stream seeded with `word`, checked by digest first.
  };
  Kind kind = Kind::own_address;
  bool inverted = false;
  std::uint64_t word = 0;
  std::size_t offset = 0;
};

inline constexpr std::size_t kBlockWords = 512;
using PatternBlock = std::array<std::uint64_t, kBlockWords>;

/// What `pattern` puts into the block whose first word has number `first` and stands at `address`.
void fill_block(const Pattern& pattern, std::size_t first, std::uintptr_t address,
                PatternBlock& block);

/// Two sums over words as Adler-32 makes them over bytes, so that order counts, in eight lanes.
[[nodiscard]] std::uint64_t block_digest(const std::uint64_t* words);

/// A word that did not hold its pattern.
struct BadWord {
  std::size_t index = 0;  ///< Within the slice.
  std::uint64_t expected = 0;
  std::uint64_t actual = 0;
};

struct SweepResult {
  std::size_t checked_words = 0;
  std::int64_t wrong = 0;
  std::vector<BadWord> described;  ///< The first kDescribed of them.
  static constexpr std::size_t kDescribed = 16;
};

/// A stretch of memory under test: remembers which pattern stands in it and the digests of random
/// blocks. One thread at a time; the memory belongs to somebody else and outlives it.
class PatternSlice {
 public:
  /// Only whole blocks of `words` are used.
  explicit PatternSlice(std::span<std::uint64_t> words);

  [[nodiscard]] std::span<std::uint64_t> words() const { return words_; }
  [[nodiscard]] std::size_t blocks() const { return words_.size() / kBlockWords; }
  /// Uses only the first `blocks` from now on.
  void shrink(std::size_t blocks);

  /// Checks each of the blocks [from, to) against the pattern `standing` (nothing = not written
  /// yet) and writes `next` in its place; `downwards` walks from the last block to the first.
  SweepResult sweep(std::size_t from, std::size_t to, const std::optional<Pattern>& standing,
                    const Pattern& next, bool downwards);

 private:
  void check_block(std::size_t block, const Pattern& standing, SweepResult& result) const;
  void write_block(std::size_t block, const Pattern& next);

  std::span<std::uint64_t> words_;
  std::vector<std::uint64_t> digests_;  ///< By block, of what a random pattern wrote there.
};

}  // namespace rackproof
