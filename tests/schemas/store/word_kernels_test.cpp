#include "schemas/store/word_kernels.h"

#include <bit>
#include <memory>
#include <random>
#include <string>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

TEST_CASE("word kernels: every kind of processor unpacks what was packed, of every width",
          "[schemas][store]") {
  std::mt19937_64 random(3);
  REQUIRE(word_kernels().front().name == "portable");
  for (const auto& kernels : word_kernels()) {
    INFO(kernels.name);
    for (unsigned width = 0; width <= kWholeWord; ++width) {
      if (width > kWidestPacked && width != kWholeWord) {
        continue;
      }
      for (const std::size_t count : {0U, 1U, 3U, 8U, 63U, 127U, 128U}) {
        Words words(count);
        for (auto& word : words) {
          word = width == 0 ? 0 : random() >> (64 - width);
        }
        std::string packed;
        pack_words(words, width, packed);
        REQUIRE(packed.size() == packed_size(count, width));
        // In memory of its own, so that a sanitizer sees a read past the end.
        const auto exact = std::make_unique<char[]>(packed.size());
        packed.copy(exact.get(), packed.size());
        Words back(count);
        unpack_words({exact.get(), packed.size()}, width, 7, back, kernels);
        for (auto& word : back) {
          word -= 7;
        }
        CHECK(back == words);
      }
    }
  }
}

TEST_CASE("word kernels: sums and quotients have the same bits on every kind of processor",
          "[schemas][store]") {
  std::mt19937_64 random(4);
  for (const auto& kernels : word_kernels()) {
    INFO(kernels.name);
    for (int round = 0; round < 200; ++round) {
      Words words(random() % 70);
      for (auto& word : words) {
        word = random() >> (random() % 64);
        word = random() % 2 == 0 ? word : ~word;
      }
      auto sums = words;
      kernels.running_sum(sums, 5);
      std::uint64_t sum = 5;
      auto quotients = words;
      kernels.scale_down(quotients, 1e3);
      for (std::size_t i = 0; i < words.size(); ++i) {
        sum += words[i];
        REQUIRE(sums[i] == sum);
        const auto whole = static_cast<double>(static_cast<std::int64_t>(words[i]));
        REQUIRE(quotients[i] == std::bit_cast<std::uint64_t>(whole / 1e3));
      }
    }
  }
}

}  // namespace
}  // namespace rackproof::store
