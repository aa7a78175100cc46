#include "certsuite/workloads/memory_pattern.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

std::uintptr_t address_of(const std::uint64_t* word) {
  return reinterpret_cast<std::uintptr_t>(word);
}

/// Counts every word of a block that is not as expected; `first` is the number of its first word.
void count_wrong(const std::uint64_t* words, const std::uint64_t* expected, std::size_t first,
                 SweepResult& result) {
  for (std::size_t i = 0; i < kBlockWords; ++i) {
    if (words[i] == expected[i]) {
      continue;
    }
    ++result.wrong;
    if (result.described.size() < SweepResult::kDescribed) {
      result.described.push_back({first + i, expected[i], words[i]});
    }
  }
}

}  // namespace

PatternSource::PatternSource(const Pattern& pattern, const BlockKernel& kernel)
    : pattern_(pattern), kernel_(kernel) {
  const std::uint64_t flip = pattern_.inverted ? ~std::uint64_t{0} : 0;
  if (pattern_.kind == Pattern::Kind::solid) {
    words_.fill(pattern_.word ^ flip);
  } else if (pattern_.kind == Pattern::Kind::modulo_20) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] = (i % kModulus == 0 ? pattern_.word : ~pattern_.word) ^ flip;
    }
  }
}

const std::uint64_t* PatternSource::block(std::size_t first, std::uintptr_t address) {
  const std::uint64_t flip = pattern_.inverted ? ~std::uint64_t{0} : 0;
  switch (pattern_.kind) {
    case Pattern::Kind::own_address:
      kernel_.fill_address(address, flip, words_.data());
      break;
    case Pattern::Kind::solid:
      break;
    case Pattern::Kind::modulo_20:
      return words_.data() + (first + kModulus - pattern_.offset % kModulus) % kModulus;
    case Pattern::Kind::random:
      kernel_.fill_random(pattern_.word, first / kBlockWords, flip, words_.data());
      break;
  }
  return words_.data();
}

/// A Feistel network over the smallest even number of bits, walked until it lands in the range
/// (Black, Rogaway 2002, cycle walking).
std::size_t shuffled(std::size_t index, std::size_t count, std::uint64_t seed) {
  constexpr std::uint64_t kRounds = 4;
  const auto half = static_cast<unsigned>(std::bit_width(count) + 1) / 2;
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = index >> half;
    std::uint64_t right = index & mask;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
      left = std::exchange(right, left ^ (mixed_word(seed + round, right) & mask));
    }
    index = (left << half) | right;
  } while (index >= count);
  return index;
}

PatternSlice::PatternSlice(std::span<std::uint64_t> words, const BlockKernel& kernel)
    : kernel_(kernel), words_(words.first(words.size() / kBlockWords * kBlockWords)) {}

void PatternSlice::shrink(std::size_t blocks) {
  words_ = words_.first(std::min(blocks, this->blocks()) * kBlockWords);
}

SweepResult PatternSlice::sweep(std::size_t from, std::size_t to,
                                const std::optional<Pattern>& standing, const Pattern& next,
                                bool downwards) {
  PatternSource expected(standing.value_or(Pattern{}), kernel_);
  PatternSource wanted(next, kernel_);
  auto write = downwards ? kernel_.write_down : kernel_.write;
  if (next.past_caches) {
    write = kernel_.write_past_caches;
  }
  SweepResult result;
  for (std::size_t step = 0; step < to - from; ++step) {
    const auto block = downwards ? to - 1 - step : from + step;
    auto* words = block_at(block);
    if (standing) {
      check(block, {expected, standing->kind == Pattern::Kind::random, downwards}, result);
    }
    const auto* source = wanted.block(block * kBlockWords, address_of(words));
    write(words, source);
    if (next.kind == Pattern::Kind::random) {
      remember(block, source);
    }
  }
  return result;
}

void PatternSlice::check(std::size_t block, const Standing& standing, SweepResult& result) const {
  const auto* words = block_at(block);
  const auto first = block * kBlockWords;
  result.checked_words += kBlockWords;
  if (standing.random) {
    if (kernel_.digest(words) != digests_[block]) {
      count_wrong(words, standing.source.block(origins_[block] * kBlockWords, 0), first, result);
    }
    return;
  }
  const auto* expected = standing.source.block(first, address_of(words));
  const auto differing = standing.downwards ? kernel_.differing_down : kernel_.differing;
  if (differing(words, expected) != 0) {
    count_wrong(words, expected, first, result);
  }
}

void PatternSlice::remember(std::size_t block, const std::uint64_t* words) {
  if (digests_.size() < blocks()) {
    digests_.resize(blocks());
    origins_.resize(blocks());
  }
  digests_[block] = kernel_.digest(words);
  origins_[block] = static_cast<std::uint32_t>(block);
}

std::size_t PatternSlice::unit_blocks() const {
  constexpr std::size_t kMostBlocks = 16;  // 64 KiB: long enough for the hardware to read ahead
  constexpr std::size_t kFewestUnits = 64;
  return std::clamp(blocks() / kFewestUnits, std::size_t{1}, kMostBlocks);
}

std::size_t PatternSlice::pairs() const {
  return blocks() / 2 / unit_blocks();
}

SweepResult PatternSlice::exchange(std::size_t from, std::size_t to, const Pattern& standing,
                                   std::uint64_t shuffle) {
  PatternSource source(standing, kernel_);
  SweepResult result;
  const auto unit = unit_blocks();
  for (auto pair = from; pair < to; ++pair) {
    const auto low = pair * unit;
    const auto high = (pairs() + shuffled(pair, pairs(), shuffle)) * unit;
    for (std::size_t i = 0; i < unit; ++i) {
      exchange_blocks(low + i, high + i, source, result);
    }
  }
  return result;
}

void PatternSlice::exchange_blocks(std::size_t low, std::size_t high, PatternSource& standing,
                                   SweepResult& result) {
  const auto read = kernel_.swap(block_at(low), block_at(high));
  std::swap(digests_[low], digests_[high]);
  std::swap(origins_[low], origins_[high]);
  result.checked_words += 2 * kBlockWords;
  if (read.low != digests_[high]) {
    mend(low, high, standing, result);
  }
  if (read.high != digests_[low]) {
    mend(high, low, standing, result);
  }
}

void PatternSlice::mend(std::size_t read_at, std::size_t now_at, PatternSource& standing,
                        SweepResult& result) {
  const auto* expected = standing.block(origins_[now_at] * kBlockWords, 0);
  count_wrong(block_at(now_at), expected, read_at * kBlockWords, result);
  std::memcpy(block_at(now_at), expected, kBlockWords * sizeof(std::uint64_t));
}

}  // namespace rackproof
