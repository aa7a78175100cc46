#include "schemas/store/token_alphabet.h"

#include <numeric>
#include <random>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

TEST_CASE("token alphabet: a number lies where its token begins, within the bits not told",
          "[schemas][store]") {
  std::mt19937_64 random(8);
  for (int round = 0; round < 20'000; ++round) {
    const auto number = (random() >> 8) >> (random() % 56);
    for (unsigned told = 0; told <= kMostTold; ++told) {
      const auto token = token_of(number, told);
      const auto beyond = number - first_of(token, told);
      REQUIRE(token < kMostTokens);
      REQUIRE(first_of(token, told) <= number);
      REQUIRE((beyond >> rest_bits(token, told)) == 0);
    }
  }
}

TEST_CASE("token alphabet: shares fill the scale and come back with the tokens",
          "[schemas][store]") {
  std::mt19937_64 random(9);
  for (unsigned round = 0; round < 300; ++round) {
    Alphabet alphabet;
    for (std::size_t token = random() % 9; token < 300; token += 1 + random() % (1 + round)) {
      alphabet.add(token, static_cast<std::uint32_t>(1 + random() % 70'000));
    }
    alphabet.share_out();
    CHECK(std::accumulate(alphabet.shares.begin(), alphabet.shares.end(), 0U) == kScale);
    CHECK(*std::min_element(alphabet.shares.begin(), alphabet.shares.end()) > 0);
    ByteWriter out;
    write_alphabet(alphabet, 3, out);
    ByteReader in(out.bytes());
    unsigned told = 0;
    const auto back = read_alphabet(told, in);
    CHECK(told == 3);
    CHECK(in.left() == 0);
    CHECK(back.tokens == alphabet.tokens);
    CHECK(back.shares == alphabet.shares);
  }
}

TEST_CASE("token alphabet: heads, gaps and counts that cannot be are refused", "[schemas][store]") {
  unsigned told = 0;
  for (const std::string_view bytes :
       {std::string_view(""), std::string_view("\x07\x00\x01\x01", 4),  // seven bits told
        std::string_view("\x03\x00\x01\x01", 4),                        // weights of no bits
        std::string_view("\x0B\x00\x00", 3),                            // no token
        std::string_view("\x0B\xFF\x7F\x01\x01", 5),                    // a token past the last
        std::string_view("\x0B\x00\x05\x01", 4)}) {                     // fewer than it says
    ByteReader in(bytes);
    CHECK(read_alphabet(told, in).tokens.empty());
    CHECK_FALSE(in.ok());
  }
}

}  // namespace
}  // namespace rackproof::store
