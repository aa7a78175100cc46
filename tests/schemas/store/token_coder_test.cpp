#include "schemas/store/token_coder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

std::string written(const Words& words) {
  ByteWriter out;
  write_tokens(words, plan_tokens(words).told_bits, out);
  return out.take();
}

Words back(std::string_view bytes, std::size_t count, bool& whole) {
  ByteReader in(bytes);
  Words words(count);
  read_tokens(words, in);
  whole = in.ok() && in.left() == 0;
  return words;
}

TEST_CASE("token coder: numbers of any size come back", "[schemas][store]") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 400; ++round) {
    Words words(1 + random() % 700);
    const auto widest = random() % (kWidestTold + 1);
    for (auto& word : words) {
      word = widest == 0 ? 0 : random() >> (64 - 1 - random() % widest);
    }
    const auto bytes = written(words);
    bool whole = false;
    CHECK(back(bytes, words.size(), whole) == words);
    CHECK(whole);
    // The plan is what decides: it must not be far from the truth.
    CHECK(std::abs(static_cast<double>(plan_tokens(words).bytes) -
                   static_cast<double>(bytes.size())) <
          40.0 + static_cast<double>(bytes.size()) / 20);
  }
}

TEST_CASE("token coder: few symbols cost little more than their entropy", "[schemas][store]") {
  std::mt19937_64 random(6);
  Words words(600);
  std::map<std::uint64_t, double> counts;
  for (auto& word : words) {
    word = random() % 10 < 7 ? 0 : random() % 3;
    counts[word] += 1;
  }
  double bits = 0;
  for (const auto& [word, count] : counts) {
    bits += count * std::log2(600 / count);
  }
  CHECK(static_cast<double>(written(words).size()) < bits / 8 * 1.03 + 12);
}

TEST_CASE("token coder: torn or turned bytes end in failure or in numbers, never outside",
          "[schemas][store]") {
  std::mt19937_64 random(7);
  Words words(300);
  std::ranges::generate(words, [&random] { return random() % 1000; });
  const auto bytes = written(words);
  int failures = 0;
  for (int round = 0; round < 2000; ++round) {
    auto turned = bytes;
    turned[random() % turned.size()] ^= static_cast<char>(1 << (random() % 8));
    if (round % 2 == 0) {
      turned.resize(random() % turned.size());
    }
    bool whole = false;
    static_cast<void>(back(turned, words.size(), whole));
    failures += whole ? 0 : 1;
  }
  CHECK(failures > 1000);
}

}  // namespace
}  // namespace rackproof::store
