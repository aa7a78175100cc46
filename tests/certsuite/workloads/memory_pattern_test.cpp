#include "certsuite/workloads/memory_pattern.h"

#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

constexpr Pattern kAddress{.kind = Pattern::Kind::own_address};
constexpr Pattern kSolid{.kind = Pattern::Kind::solid, .word = 0x5555555555555555U};
constexpr Pattern kModulo{.kind = Pattern::Kind::modulo_20, .word = 0xF0F0U, .offset = 13};
constexpr Pattern kRandom{.kind = Pattern::Kind::random, .word = 99};

constexpr Pattern inverse(Pattern pattern) {
  pattern.inverted = !pattern.inverted;
  return pattern;
}

/// Three blocks, so that the middle one has neighbours.
struct Memory {
  std::vector<std::uint64_t> words = std::vector<std::uint64_t>(3 * kBlockWords);
  PatternSlice slice{words};
};

TEST_CASE("memory patterns: each stands as it was written, upwards and downwards", "[workloads]") {
  Memory memory;
  std::optional<Pattern> standing;
  for (const auto& next : {kAddress, inverse(kAddress), kSolid, inverse(kSolid), kModulo,
                           inverse(kModulo), kRandom, inverse(kRandom), kAddress}) {
    for (const bool downwards : {false, true}) {
      const auto result = memory.slice.sweep(0, 3, standing, next, downwards);
      CHECK(result.wrong == 0);
      CHECK(result.checked_words == (standing ? 3 * kBlockWords : 0));
      standing = next;
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
  for (const auto& pattern : {kAddress, kSolid, kModulo, kRandom, inverse(kRandom)}) {
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

TEST_CASE("memory patterns: exchanged words change the digest of a block", "[workloads]") {
  PatternBlock block{};
  fill_block(kRandom, 0, 0, block);
  const auto digest = block_digest(block.data());
  std::swap(block[8], block[16]);  // the same lane
  CHECK(block_digest(block.data()) != digest);
  std::swap(block[8], block[16]);
  std::swap(block[8], block[9]);  // another lane
  CHECK(block_digest(block.data()) != digest);
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
