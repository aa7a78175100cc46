#include "schemas/store/integer_codec.h"

#include <algorithm>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

/// Bytes that the words take; checks that every kind of processor gives them back.
std::size_t through(const Words& words) {
  ByteWriter out;
  write_integers(words, out);
  for (const auto& kernels : word_kernels()) {
    Words back(words.size(), 99);
    ByteReader in(out.bytes());
    read_integers(back, in, kernels);
    CHECK(in.ok());
    CHECK(in.left() == 0);
    CHECK(back == words);
  }
  return out.bytes().size();
}

/// Columns of the shapes that drivers make and of shapes that none does.
Words wild(std::mt19937_64& random) {
  Words words(random() % 400);
  const auto shape = random() % 7;
  const auto scale = std::uint64_t{1} << (random() % 64);
  std::uint64_t level = random() >> (random() % 64);
  for (auto& word : words) {
    const auto step = random() % 1000;
    level += shape == 0   ? 0
             : shape == 1 ? 4096 * step
             : shape == 2 ? (random() % 50 == 0 ? 1U : 0U)
             : shape == 3 ? step - 500
             : shape == 4 ? random() % scale
                          : 0;
    word = shape == 5 ? random() : shape == 6 ? level + random() % scale : level;
    word = random() % 300 == 0 ? ~word : word;
  }
  return words;
}

TEST_CASE("integer codec: columns of any shape come back", "[schemas][store]") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 1500; ++round) {
    through(wild(random));
  }
  const auto least = std::uint64_t{1} << 63;
  for (const auto& words : {Words{}, Words{7}, Words{least}, Words{least, least - 1},
                            Words{0, least, 0, least}, Words(500, least), Words{1, 2, 3}}) {
    through(words);
  }
}

TEST_CASE("integer codec: what never changes and what grows evenly take a few bytes",
          "[schemas][store]") {
  Words slope(600);
  for (std::size_t i = 0; i < slope.size(); ++i) {
    slope[i] = 1'000'000'007 * i - 5;
  }
  CHECK(through(slope) <= 10);
  CHECK(through(Words(600, 12)) <= 4);
  Words seldom(600, 40);
  std::fill(seldom.begin() + 250, seldom.end(), 41);
  CHECK(through(seldom) <= 8);
}

TEST_CASE("integer codec: a common divisor is not paid for", "[schemas][store]") {
  std::mt19937_64 random(12);
  Words pages(600);
  for (auto& word : pages) {
    word = 4096 * (random() % 16);
  }
  CHECK(through(pages) < 600 / 2 + 40);
}

TEST_CASE("integer codec: noise of so many bits takes so many and not much more",
          "[schemas][store]") {
  std::mt19937_64 random(13);
  Words noise(1024);
  std::ranges::generate(noise, [&random] { return random() & 0xFFFFF; });
  CHECK(through(noise) < 1024 * 20 / 8 * 102 / 100);
}

TEST_CASE("integer codec: torn bytes fail and turned ones end", "[schemas][store]") {
  std::mt19937_64 random(14);
  for (int round = 0; round < 1500; ++round) {
    const auto words = wild(random);
    ByteWriter out;
    write_integers(words, out);
    if (words.empty()) {
      continue;
    }
    auto bytes = out.bytes();
    Words back(words.size());
    ByteReader torn(std::string_view(bytes).substr(0, random() % bytes.size()));
    read_integers(back, torn);
    CHECK_FALSE(torn.ok());
    bytes[random() % bytes.size()] ^= static_cast<char>(1 << (random() % 8));
    ByteReader turned(bytes);
    read_integers(back, turned);
  }
}

}  // namespace
}  // namespace rackproof::store
