#include "schemas/store/word_measures.h"

#include <bit>
#include <random>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

TEST_CASE("word measures: every kind of processor counts the same bits", "[schemas][store]") {
  std::mt19937_64 random(9);
  Words words{0, 1, UINT64_MAX, std::uint64_t{1} << 63, INT64_MAX};
  for (int i = 0; i < 64; ++i) {
    const auto word = random() >> (i % 64);
    words.push_back(i % 2 == 0 ? word : ~word + 1);
  }
  for (std::size_t size = 0; size <= words.size(); ++size) {
    const std::span<const std::uint64_t> some(words.data(), size);
    std::size_t above = 0;
    std::size_t both = 0;
    for (const auto word : some) {
      above += static_cast<std::size_t>(std::bit_width(word - 3));
      const auto number = static_cast<std::int64_t>(word);
      const auto magnitude = number < 0 ? ~word : word;  // -1 takes a bit, as 1 takes two
      both += number == 0 ? 0U : static_cast<std::size_t>(std::bit_width(magnitude)) + 1U;
    }
    for (const auto& measures : word_measures()) {
      INFO(measures.name << ", " << size);
      CHECK(measures.bits_above(some, 3) == above);
      CHECK(measures.bits_both_sides(some) == both);
    }
  }
}

TEST_CASE("word measures: every kind of processor finds least, most and sum", "[schemas][store]") {
  Words words;
  double sum = 0;
  for (int i = 0; i < 40; ++i) {
    // Whole numbers, whose sums are the same in every order.
    const double value = i == 17 ? 1e6 : i == 23 ? -1e6 : i * 3.0;
    words.push_back(std::bit_cast<std::uint64_t>(value));
    sum += value;
    for (const auto& measures : word_measures()) {
      INFO(measures.name << ", " << i);
      const auto extent = measures.extent_of(words);
      CHECK(extent.sum == sum);
      CHECK(extent.least == (i >= 23 ? -1e6 : 0));
      CHECK(extent.most == (i >= 17 ? 1e6 : i * 3.0));
    }
  }
}

}  // namespace
}  // namespace rackproof::store
