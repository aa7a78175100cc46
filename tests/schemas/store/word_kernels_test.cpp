#include "schemas/store/word_kernels.h"

#include <algorithm>
#include <bit>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

/// Packs `count` numbers of `width` bits and unpacks them with every kind of processor.
void check_packing(std::size_t count, unsigned width, std::mt19937_64& random) {
  constexpr std::uint64_t kBase = 7;
  Words words(count);
  std::ranges::generate(words, [&] { return width == 0 ? 0 : random() >> (64 - width); });
  std::string packed;
  pack_words(words, width, packed);
  REQUIRE(packed.size() == packed_size(count, width));
  // In memory of its own, so that a sanitizer sees a read past the end.
  const std::vector<char> exact(packed.begin(), packed.end());
  std::ranges::for_each(words, [](std::uint64_t& word) { word += kBase; });
  for (const auto& kernels : word_kernels()) {
    INFO(kernels.name << ", " << count << " of " << width << " bits");
    Words back(count);
    unpack_words({exact.data(), exact.size()}, width, kBase, back, kernels);
    CHECK(back == words);
  }
}

TEST_CASE("word kernels: every kind of processor unpacks what was packed, of every width",
          "[schemas][store]") {
  std::mt19937_64 random(3);
  REQUIRE(word_kernels().front().name == "portable");
  for (const std::size_t count : {0U, 1U, 3U, 8U, 63U, 127U, 128U}) {
    for (unsigned width = 0; width <= kWidestPacked; ++width) {
      check_packing(count, width, random);
    }
    check_packing(count, kWholeWord, random);
  }
}

/// Sums and quotients of `words` by one kind of processor, against plain ones.
void check_arithmetic(const Words& words, const WordKernels& kernels) {
  auto sums = words;
  kernels.running_sum(sums, 5);
  auto quotients = words;
  kernels.scale_down(quotients, 1e3);
  std::uint64_t sum = 5;
  for (std::size_t i = 0; i < words.size(); ++i) {
    sum += words[i];
    REQUIRE(sums[i] == sum);
    const auto whole = static_cast<double>(static_cast<std::int64_t>(words[i]));
    REQUIRE(quotients[i] == std::bit_cast<std::uint64_t>(whole / 1e3));
  }
}

TEST_CASE("word kernels: sums and quotients have the same bits on every kind of processor",
          "[schemas][store]") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 200; ++round) {
    Words words(random() % 70);
    std::ranges::generate(words, [&random] {
      const auto word = random() >> (random() % 64);
      return random() % 2 == 0 ? word : ~word;
    });
    for (const auto& kernels : word_kernels()) {
      INFO(kernels.name);
      check_arithmetic(words, kernels);
    }
  }
}

}  // namespace
}  // namespace rackproof::store
