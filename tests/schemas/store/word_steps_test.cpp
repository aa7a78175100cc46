#include "schemas/store/word_steps.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/store/decimals.h"

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

Words wild_words() {
  std::mt19937_64 random(11);
  Words words{0, 1, UINT64_MAX, std::uint64_t{1} << 63, INT64_MAX, 7, 7};
  for (int i = 0; i < 60; ++i) {
    words.push_back(random() >> (i % 64));
  }
  return words;
}

std::int64_t least_of(const Words& words) {
  std::int64_t least = INT64_MAX;
  for (const auto word : words) {
    least = std::min(least, static_cast<std::int64_t>(word));
  }
  return least;
}

/// Doubles of which the one at `place` is `odd`; the others are decimals of three places.
Words doubles_with(std::size_t size, std::size_t place, double odd) {
  Words words;
  for (std::size_t i = 0; i < size; ++i) {
    const double value = (static_cast<double>(i) - 9) * 41.0 / 1000;
    words.push_back(std::bit_cast<std::uint64_t>(i == place ? odd : value));
  }
  return words;
}

TEST_CASE("word steps: every kind of processor finds the same differences and their least",
          "[schemas][store]") {
  const auto all = wild_words();
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const Words words(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
    Words differences;
    Words offsets{words[0] - 5};
    for (std::size_t i = 1; i < size; ++i) {
      differences.push_back(words[i] - words[i - 1]);
      offsets.push_back(words[i] - 5);
    }
    for (const auto& steps : word_steps()) {
      INFO(steps.name << ", " << size);
      Words found(size - 1);
      CHECK(steps.differences(words, found) == least_of(differences));
      CHECK(found == differences);
      found.resize(size);
      CHECK(steps.offsets(words, 5, found) == least_of(offsets));
      CHECK(found == offsets);
    }
  }
}

TEST_CASE("word steps: every kind of processor takes the same doubles for decimals",
          "[schemas][store]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double odd : {-0.0, 0.0, 0.0005, 0.1 + 0.2, infinity, -infinity, nan, 1e300, -1e300,
                           9007199254740.992, 9007199254740.994, 0x1p51, -0x1p53, 5e-324}) {
    std::uint64_t whole = 0;
    const bool is = is_decimal(odd, 1000, whole);
    for (std::size_t place = 0; place < 20; ++place) {
      const auto words = doubles_with(20, place, odd);
      for (const auto& steps : word_steps()) {
        INFO(steps.name << ", " << odd << " at " << place);
        Words wholes(words.size());
        CHECK(steps.wholes_of(words, 1000, wholes) == (is ? words.size() : place));
        for (std::size_t i = 0; i < (is ? words.size() : place); ++i) {
          REQUIRE(is_decimal(std::bit_cast<double>(words[i]), 1000, whole));
          CHECK(wholes[i] == whole);
        }
      }
    }
  }
}

TEST_CASE("word steps: of wild doubles and scales, all kinds of processor say the same",
          "[schemas][store]") {
  std::mt19937_64 random(12);
  for (int i = 0; i < 20'000; ++i) {
    const auto scale = kScales[random() % kScales.size()];
    const auto near = static_cast<double>(static_cast<std::int64_t>(random() >> (random() % 60)));
    const Words words(9, random() % 2 == 0 ? random() : std::bit_cast<std::uint64_t>(near / scale));
    Words expected(words.size());
    const auto count = word_steps().front().wholes_of(words, scale, expected);
    for (const auto& steps : word_steps()) {
      Words wholes(words.size());
      REQUIRE(steps.wholes_of(words, scale, wholes) == count);
      REQUIRE((count == 0 || wholes == expected));
    }
  }
}

}  // namespace
}  // namespace rackproof::store
