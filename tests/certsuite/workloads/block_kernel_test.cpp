#include "certsuite/workloads/block_kernel.h"

#include <array>
#include <cstring>
#include <utility>

#include <catch2/catch.hpp>

#include "certsuite/workloads/word_stream.h"

namespace rackproof {
namespace {

struct alignas(64) Block {
  std::array<std::uint64_t, kBlockWords> words{};
  std::uint64_t* data() { return words.data(); }
};

Block random_block(std::uint64_t seed) {
  Block block;
  for (std::size_t i = 0; i < kBlockWords; ++i) {
    block.words[i] = mixed_word(seed, i);
  }
  return block;
}

TEST_CASE("block kernels: every way fills, digests and swaps as the portable one does",
          "[workloads]") {
  const auto kernels = block_kernels();
  REQUIRE_FALSE(kernels.empty());
  const auto& portable = kernels.front();
  for (const auto& kernel : kernels) {
    INFO(kernel.name);
    for (const std::uint64_t flip : {std::uint64_t{0}, ~std::uint64_t{0}}) {
      Block ours;
      Block theirs;
      kernel.fill_random(3, 8, flip, ours.data());
      portable.fill_random(3, 8, flip, theirs.data());
      CHECK(ours.words == theirs.words);
      kernel.fill_address(0x7000'1000, flip, ours.data());
      portable.fill_address(0x7000'1000, flip, theirs.data());
      CHECK(ours.words == theirs.words);
    }
    auto low = random_block(1);
    auto high = random_block(2);
    CHECK(kernel.digest(low.data()) == portable.digest(low.data()));
    const auto read = kernel.swap(low.data(), high.data());
    CHECK(read.low == portable.digest(random_block(1).data()));
    CHECK(read.high == portable.digest(random_block(2).data()));
    CHECK(low.words == random_block(2).words);
    CHECK(high.words == random_block(1).words);
  }
}

TEST_CASE("block kernels: every way sees each single bit of a block, and writes all of it",
          "[workloads]") {
  for (const auto& kernel : block_kernels()) {
    INFO(kernel.name);
    auto wanted = random_block(4);
    Block written;
    kernel.write(written.data(), wanted.data());
    CHECK(written.words == wanted.words);
    Block down;
    kernel.write_down(down.data(), wanted.data());
    CHECK(down.words == wanted.words);
    Block around;
    kernel.write_past_caches(around.data(), wanted.data());
    CHECK(around.words == wanted.words);

    CHECK(kernel.differing(written.data(), wanted.data()) == 0);
    const auto digest = kernel.digest(written.data());
    for (std::size_t i = 0; i < kBlockWords; ++i) {
      const auto bit = std::uint64_t{1} << (i % 64);
      written.words[i] ^= bit;
      REQUIRE(kernel.differing(written.data(), wanted.data()) == bit);
      REQUIRE(kernel.differing_down(written.data(), wanted.data()) == bit);
      REQUIRE(kernel.digest(written.data()) != digest);
      written.words[i] ^= bit;
    }
  }
}

TEST_CASE("block kernels: a data line that breaks its bit in many words changes the digest",
          "[workloads]") {
  for (const auto& kernel : block_kernels()) {
    INFO(kernel.name);
    for (unsigned bit = 0; bit < 64; ++bit) {
      for (const std::size_t every : {1U, 2U, 4U, 8U, 16U}) {
        auto block = random_block(6);
        const auto digest = kernel.digest(block.data());
        for (std::size_t i = 0; i < kBlockWords; i += every) {
          block.words[i] &= ~(std::uint64_t{1} << bit);
        }
        REQUIRE(kernel.digest(block.data()) != digest);
      }
      auto two = random_block(6);
      const auto digest = kernel.digest(two.data());
      two.words[3] ^= std::uint64_t{1} << bit;
      two.words[11] ^= std::uint64_t{1} << bit;
      REQUIRE(kernel.digest(two.data()) != digest);
    }
  }
}

TEST_CASE("block kernels: exchanged words change the digest of a block", "[workloads]") {
  for (const auto& kernel : block_kernels()) {
    auto block = random_block(5);
    const auto digest = kernel.digest(block.data());
    std::swap(block.words[8], block.words[16]);  // the same lane
    CHECK(kernel.digest(block.data()) != digest);
    std::swap(block.words[8], block.words[16]);
    std::swap(block.words[8], block.words[9]);  // another lane
    CHECK(kernel.digest(block.data()) != digest);
  }
}

}  // namespace
}  // namespace rackproof
