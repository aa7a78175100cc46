#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "certsuite/workloads/block_kernel.h"

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
  /// Written around the caches, so that a wait finds it in the memory itself.
  bool past_caches = false;
};

/// Hands out what one pattern puts into block after block. Any thread, one at a time.
class PatternSource {
 public:
  PatternSource(const Pattern& pattern, const BlockKernel& kernel);

  /// kBlockWords words for the block whose first word has number `first` (a multiple of
  /// kBlockWords) and stands at `address`; good until the next call.
  const std::uint64_t* block(std::size_t first, std::uintptr_t address);

 private:
  static constexpr std::size_t kModulus = 20;

  Pattern pattern_;
  BlockKernel kernel_;
  std::array<std::uint64_t, kBlockWords + kModulus> words_{};
};

/// Where `index` goes in a permutation of 0 .. `count` - 1 that `seed` picks. `index` < `count`.
[[nodiscard]] std::size_t shuffled(std::size_t index, std::size_t count, std::uint64_t seed);

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

/// A stretch of memory under test: remembers the digest of each random block and where its words
/// came from. One thread at a time; the memory belongs to somebody else and outlives it.
class PatternSlice {
 public:
  /// Only whole blocks of `words` are used; their address is a multiple of 64 bytes.
  PatternSlice(std::span<std::uint64_t> words, const BlockKernel& kernel);

  [[nodiscard]] std::span<std::uint64_t> words() const { return words_; }
  [[nodiscard]] std::size_t blocks() const { return words_.size() / kBlockWords; }
  /// Uses only the first `blocks` from now on.
  void shrink(std::size_t blocks);

  /// Checks each of the blocks [from, to) against the pattern `standing` (nothing = not written
  /// yet) and writes `next` in its place; `downwards` walks from the last block to the first.
  SweepResult sweep(std::size_t from, std::size_t to, const std::optional<Pattern>& standing,
                    const Pattern& next, bool downwards);

  /// How many units of some blocks lie in the lower half, each with room for it in the upper half.
  [[nodiscard]] std::size_t pairs() const;
  /// Copies each of the units [from, to) of the lower half to a place in the upper half that
  /// `shuffle` picks, and what stood there to where it came from. What is read must have the digest
  /// that came along with it; a broken block is mended on the way, so that it is counted once.
  /// `standing` is random and was written by sweep().
  SweepResult exchange(std::size_t from, std::size_t to, const Pattern& standing,
                       std::uint64_t shuffle);

 private:
  [[nodiscard]] std::size_t unit_blocks() const;
  [[nodiscard]] std::uint64_t* block_at(std::size_t block) const {
    return words_.data() + block * kBlockWords;
  }
  /// What should stand in the blocks, and which way they are looked at.
  struct Standing {
    PatternSource& source;
    bool random;
    bool downwards;
  };
  void check(std::size_t block, const Standing& standing, SweepResult& result) const;
  void remember(std::size_t block, const std::uint64_t* words);
  void exchange_blocks(std::size_t low, std::size_t high, PatternSource& standing,
                       SweepResult& result);
  void mend(std::size_t read_at, std::size_t now_at, PatternSource& standing, SweepResult& result);

  BlockKernel kernel_;
  std::span<std::uint64_t> words_;
  std::vector<std::uint64_t> digests_;  ///< By block, of the random words that belong there.
  std::vector<std::uint32_t> origins_;  ///< By block, the block that those words were made for.
};

}  // namespace rackproof
