#include "certsuite/workloads/memory_pattern.h"

#include <algorithm>
#include <cstring>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {

namespace {

constexpr std::size_t kModulus = 20;

std::uintptr_t address_of(const std::uint64_t* word) {
  return reinterpret_cast<std::uintptr_t>(word);
}

void fill_modulo(const Pattern& pattern, std::size_t first, PatternBlock& block) {
  block.fill(~pattern.word);
  const auto past = (first + kModulus - pattern.offset) % kModulus;
  for (std::size_t i = past == 0 ? 0 : kModulus - past; i < kBlockWords; i += kModulus) {
    block[i] = pattern.word;
  }
}

}  // namespace

void fill_block(const Pattern& pattern, std::size_t first, std::uintptr_t address,
                PatternBlock& block) {
  switch (pattern.kind) {
    case Pattern::Kind::own_address:
      for (std::size_t i = 0; i < kBlockWords; ++i) {
        block[i] = address + i * sizeof(std::uint64_t);
      }
      break;
    case Pattern::Kind::solid:
      block.fill(pattern.word);
      break;
    case Pattern::Kind::modulo_20:
      fill_modulo(pattern, first, block);
      break;
    case Pattern::Kind::random:
      for (std::size_t i = 0; i < kBlockWords; ++i) {
        block[i] = mixed_word(pattern.word, first + i);
      }
      break;
  }
  if (pattern.inverted) {
    for (auto& word : block) {
      word = ~word;
    }
  }
}

std::uint64_t block_digest(const std::uint64_t* words) {
  constexpr std::size_t kLanes = 8;
  std::array<std::uint64_t, kLanes> plain{};
  std::array<std::uint64_t, kLanes> weighted{};
  for (std::size_t i = 0; i < kBlockWords; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      plain[lane] += words[i + lane];
      weighted[lane] += plain[lane];
    }
  }
  std::uint64_t digest = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    digest = mixed_word(digest ^ plain[lane], weighted[lane]);
  }
  return digest;
}

PatternSlice::PatternSlice(std::span<std::uint64_t> words)
    : words_(words.first(words.size() / kBlockWords * kBlockWords)) {}

void PatternSlice::shrink(std::size_t blocks) {
  words_ = words_.first(std::min(blocks, this->blocks()) * kBlockWords);
}

SweepResult PatternSlice::sweep(std::size_t from, std::size_t to,
                                const std::optional<Pattern>& standing, const Pattern& next,
                                bool downwards) {
  SweepResult result;
  for (std::size_t step = 0; step < to - from; ++step) {
    const auto block = downwards ? to - 1 - step : from + step;
    if (standing) {
      check_block(block, *standing, result);
    }
    write_block(block, next);
  }
  return result;
}

void PatternSlice::check_block(std::size_t block, const Pattern& standing,
                               SweepResult& result) const {
  const std::size_t first = block * kBlockWords;
  const std::uint64_t* words = words_.data() + first;
  result.checked_words += kBlockWords;
  if (standing.kind == Pattern::Kind::random && block_digest(words) == digests_[block]) {
    return;
  }
  PatternBlock expected;
  fill_block(standing, first, address_of(words), expected);
  std::uint64_t differing = 0;
  for (std::size_t i = 0; i < kBlockWords; ++i) {
    differing |= words[i] ^ expected[i];
  }
  if (differing == 0) {
    return;
  }
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

void PatternSlice::write_block(std::size_t block, const Pattern& next) {
  const std::size_t first = block * kBlockWords;
  std::uint64_t* words = words_.data() + first;
  PatternBlock wanted;
  fill_block(next, first, address_of(words), wanted);
  std::memcpy(words, wanted.data(), sizeof(wanted));
  if (next.kind == Pattern::Kind::random) {
    if (digests_.size() < blocks()) {
      digests_.resize(blocks());
    }
    digests_[block] = block_digest(wanted.data());
  }
}

}  // namespace rackproof
