#include "schemas/store/decimal_codec.h"

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

using Words = std::vector<std::uint64_t>;

Words bits_of(const std::vector<double>& values) {
  Words words;
  for (const double value : values) {
    words.push_back(std::bit_cast<std::uint64_t>(value));
  }
  return words;
}

std::size_t through(const Words& words) {
  ByteWriter out;
  write_decimals(words, out);
  for (const auto& kernels : word_kernels()) {
    Words back(words.size(), 99);
    ByteReader in(out.bytes());
    read_decimals(back, in, kernels);
    CHECK(in.ok());
    CHECK(in.left() == 0);
    CHECK(back == words);
  }
  return out.bytes().size();
}

TEST_CASE("decimal codec: doubles of any bits come back to the bit", "[schemas][store]") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 1500; ++round) {
    Words words(random() % 300);
    const double scale = std::pow(10.0, static_cast<double>(random() % 14));
    const auto odd = 1 + random() % 40;
    for (auto& word : words) {
      const auto whole = static_cast<double>(random() >> (random() % 64)) / scale;
      word = random() % odd == 0 ? random() : std::bit_cast<std::uint64_t>(whole);
    }
    through(words);
  }
}

TEST_CASE("decimal codec: the sign of zero, payloads, infinities and the ends of the range stay",
          "[schemas][store]") {
  using Limits = std::numeric_limits<double>;
  const double payload = std::bit_cast<double>(std::uint64_t{0x7FF4'0000'0000'1234});
  through(bits_of({-0.0, 0.0}));
  through(bits_of({-0.0, -0.0, -0.0}));
  through(bits_of({payload, 1.5}));
  through(bits_of({Limits::infinity(), -Limits::infinity(), 3, Limits::quiet_NaN()}));
  through(bits_of({1e300, Limits::denorm_min(), Limits::max(), Limits::lowest()}));
  through(bits_of({9007199254740992.0, 9007199254740993.0, -9007199254740992.0, 4503599627370495.5,
                   2251799813685248.5, 1e15 + 0.3}));
}

TEST_CASE("decimal codec: what a driver reports is kept as decimals", "[schemas][store]") {
  CHECK(through(bits_of({47.125, 47.25, 47.375, 47.25})) < 14);
  std::vector<double> seconds;
  for (int i = 0; i < 600; ++i) {
    seconds.push_back(static_cast<double>(1'000'000'000'000 + i * 1'000) / 1e12);
  }
  CHECK(through(bits_of(seconds)) < 20);
}

TEST_CASE("decimal codec: a few that are no decimals do not spoil the others", "[schemas][store]") {
  std::vector<double> values(600, 21.5);
  values[100] = std::numeric_limits<double>::quiet_NaN();
  values[300] = -0.0;
  CHECK(through(bits_of(values)) < 60);
}

TEST_CASE("decimal codec: heads and places that cannot be are refused", "[schemas][store]") {
  Words words(4);
  for (const std::string_view bytes :
       {std::string_view(""), std::string_view("\x0D\x04\x04\x02", 4),  // thirteen places
        std::string_view("\x20\x04\x04\x02", 4),                        // an unknown flag
        std::string_view("\x10\x04\x04\x02\x01\x07\x00", 7)}) {         // an exception at place 7
    ByteReader in(bytes);
    read_decimals(words, in);
    CHECK_FALSE(in.ok());
  }
}

}  // namespace
}  // namespace rackproof::store
