#include "certsuite/workloads/memory_pattern.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include "certsuite/workloads/pages.h"

namespace rackproof {
namespace {

constexpr Pattern kAddress{.kind = Pattern::Kind::own_address};
constexpr Pattern kSolid{.kind = Pattern::Kind::solid, .word = 0x5555555555555555U};
constexpr Pattern kModulo{.kind = Pattern::Kind::modulo_20, .word = 0xF0F0U, .offset = 13};
constexpr Pattern kFade{.kind = Pattern::Kind::solid, .inverted = true, .past_caches = true};
constexpr Pattern kRandom{.kind = Pattern::Kind::random, .word = 99};

constexpr Pattern inverse(Pattern pattern) {
  pattern.inverted = !pattern.inverted;
  return pattern;
}

/// Three blocks, so that the middle one has neighbours.
struct Memory {
  explicit Memory(const BlockKernel& kernel = block_kernels().back(), std::size_t blocks = 3)
      : pages(Pages::map(blocks * kBlockWords * sizeof(std::uint64_t)).value()),
        words(pages.as<std::uint64_t>()),
        slice(words, kernel) {}
  Pages pages;
  std::span<std::uint64_t> words;
  PatternSlice slice;
};

TEST_CASE("memory patterns: each stands as it was written, upwards and downwards", "[workloads]") {
  for (const auto& kernel : block_kernels()) {
    Memory memory(kernel);
    std::optional<Pattern> standing;
    for (const auto& next : {kAddress, inverse(kAddress), kSolid, inverse(kSolid), kModulo, kFade,
                             inverse(kModulo), kRandom, inverse(kRandom), kAddress}) {
      for (const bool downwards : {false, true}) {
        const auto result = memory.slice.sweep(0, 3, standing, next, downwards);
        CHECK(result.wrong == 0);
        CHECK(result.checked_words == (standing ? 3 * kBlockWords : 0));
        standing = next;
      }
    }
  }
}

TEST_CASE("memory patterns: words are what their pattern says", "[workloads]") {
  Memory memory;
  const auto& words = memory.words;
  static_cast<void>(memory.slice.sweep(0, 3, std::nullopt, kAddress, false));
  CHECK(words[700] == reinterpret_cast<std::uintptr_t>(&words[700]));
  static_cast<void>(memory.slice.sweep(0, 3, std::nullopt, inverse(kSolid), false));
  CHECK(words[700] == 0xAAAAAAAAAAAAAAAAU);
  static_cast<void>(memory.slice.sweep(0, 3, std::nullopt, kModulo, false));
  for (std::size_t i = 0; i < words.size(); ++i) {
    REQUIRE(words[i] == (i % 20 == 13 ? 0xF0F0U : ~std::uint64_t{0xF0F0U}));
  }
}

TEST_CASE("memory patterns: a flipped bit is found in every pattern, with place and bits",
          "[workloads]") {
  for (const auto& pattern : {kAddress, kSolid, kModulo, kFade, kRandom, inverse(kRandom)}) {
    Memory memory;
    static_cast<void>(memory.slice.sweep(0, 3, std::nullopt, pattern, false));
    memory.words[777] ^= 1U << 9U;

    const auto result = memory.slice.sweep(0, 3, pattern, pattern, true);

    CHECK(result.wrong == 1);
    REQUIRE(result.described.size() == 1);
    CHECK(result.described[0].index == 777);
    CHECK((result.described[0].expected ^ result.described[0].actual) == 1U << 9U);
    CHECK(memory.slice.sweep(0, 3, pattern, pattern, false).wrong == 0);  // written anew
  }
}

TEST_CASE("memory patterns: an address line that is stuck shows as another word's address",
          "[workloads]") {
  Memory memory;
  static_cast<void>(memory.slice.sweep(0, 3, std::nullopt, kAddress, false));
  memory.words[5] = memory.words[5 + 64];
  CHECK(memory.slice.sweep(0, 1, kAddress, kAddress, false).wrong == 1);
}

TEST_CASE("memory patterns: a dead block is counted whole and described in part", "[workloads]") {
  Memory memory;
  static_cast<void>(memory.slice.sweep(0, 3, std::nullopt, kSolid, false));
  std::fill_n(memory.words.begin() + kBlockWords, kBlockWords, 0);
  const auto result = memory.slice.sweep(0, 3, kSolid, kSolid, false);
  CHECK(result.wrong == kBlockWords);
  CHECK(result.described.size() == SweepResult::kDescribed);
}

TEST_CASE("memory patterns: blocks that change places are still known, again and again",
          "[workloads]") {
  constexpr std::size_t kBlocks = 7;  // an odd one stays where it is
  Memory memory(block_kernels().back(), kBlocks);
  static_cast<void>(memory.slice.sweep(0, kBlocks, std::nullopt, kRandom, false));
  const std::vector<std::uint64_t> before(memory.words.begin(), memory.words.end());

  for (const std::uint64_t shuffle : {1U, 2U, 3U}) {
    const auto result = memory.slice.exchange(0, memory.slice.pairs(), kRandom, shuffle);
    CHECK(result.wrong == 0);
    CHECK(result.checked_words == 6 * kBlockWords);
  }

  CHECK_FALSE(std::equal(before.begin(), before.end(), memory.words.begin()));
  CHECK(memory.slice.sweep(0, kBlocks, kRandom, kSolid, false).wrong == 0);
}

TEST_CASE("memory patterns: a word that breaks is found at the next copy, counted once and mended",
          "[workloads]") {
  Memory memory(block_kernels().back(), 4);
  static_cast<void>(memory.slice.sweep(0, 4, std::nullopt, kRandom, false));
  for (const std::size_t place : {3U, 1600U}) {  // one in each half
    const auto was = memory.words[place];
    memory.words[place] ^= 1U << 30U;

    const auto result = memory.slice.exchange(0, memory.slice.pairs(), kRandom, place);

    CHECK(result.wrong == 1);
    REQUIRE(result.described.size() == 1);
    CHECK(result.described[0].index == place);
    CHECK(result.described[0].expected == was);
    CHECK(result.described[0].actual == (was ^ (1U << 30U)));
    CHECK(memory.slice.exchange(0, memory.slice.pairs(), kRandom, 9).wrong == 0);
  }
}

TEST_CASE("memory patterns: a shuffle is a permutation, another one for another seed",
          "[workloads]") {
  for (const std::size_t count : {1U, 2U, 3U, 64U, 1000U}) {
    std::set<std::size_t> places;
    for (std::size_t i = 0; i < count; ++i) {
      places.insert(shuffled(i, count, 5));
    }
    CHECK(places.size() == count);
    CHECK(*places.rbegin() == count - 1);
  }
  int same = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    same += shuffled(i, 1000, 5) == shuffled(i, 1000, 6) ? 1 : 0;
  }
  CHECK(same < 20);
}

TEST_CASE("memory patterns: a slice that shrinks keeps to what is left", "[workloads]") {
  Memory memory;
  memory.slice.shrink(2);
  CHECK(memory.slice.blocks() == 2);
  memory.slice.shrink(7);
  CHECK(memory.slice.blocks() == 2);
}

}  // namespace
}  // namespace rackproof
