#include "schemas/store/number_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

std::vector<double> through(const std::vector<double>& values, std::size_t* bytes = nullptr) {
  ByteWriter out;
  write_doubles(values, out);
  if (bytes != nullptr) {
    *bytes = out.bytes().size();
  }
  ByteReader in(out.bytes());
  auto back = read_doubles(values.size(), in);
  CHECK(in.ok());
  CHECK(in.left() == 0);
  return back;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::ranges::equal(a, b, [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  });
}

TEST_CASE("number codec: doubles of any bits come back to the bit", "[schemas][store]") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> values(1 + random() % 40);
    for (auto& value : values) {
      value = random() % 2 == 0 ? std::bit_cast<double>(random())
                                : static_cast<double>(random() % 1'000'000) / 1000;
    }
    CHECK(same_bits(through(values), values));
  }
  CHECK(same_bits(through({-0.0, 0.0}), {-0.0, 0.0}));
  const double payload = std::bit_cast<double>(std::uint64_t{0x7FF4'0000'0000'1234});
  CHECK(same_bits(through({payload, 1.5}), {payload, 1.5}));
  CHECK(same_bits(through({1e300, std::numeric_limits<double>::denorm_min()}),
                  {1e300, std::numeric_limits<double>::denorm_min()}));
}

TEST_CASE("number codec: what a driver reports is kept as decimals", "[schemas][store]") {
  std::size_t bytes = 0;
  const std::vector<double> celsius{47.125, 47.25, 47.375, 47.25};
  CHECK(same_bits(through(celsius, &bytes), celsius));
  CHECK(bytes < 12);
}

TEST_CASE("number codec: counts and stamps wrap around instead of overflowing",
          "[schemas][store]") {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const std::vector<std::int64_t> wild{kLeast, kMost, 0, -1, kMost, kLeast, 7};
  ByteWriter out;
  write_counts(wild, out);
  write_stamps(wild, out);
  ByteReader in(out.bytes());
  CHECK(read_counts(wild.size(), in) == wild);
  CHECK(read_stamps(wild.size(), in) == wild);
  CHECK(in.ok());
}

TEST_CASE("number codec: a steady clock costs a byte a stamp", "[schemas][store]") {
  std::vector<std::int64_t> stamps;
  for (std::int64_t i = 0; i < 100; ++i) {
    stamps.push_back(1'795'238'220'000'000'000 + i * 1'000'000'000);
  }
  ByteWriter out;
  write_stamps(stamps, out);
  CHECK(out.bytes().size() < 125);
}

TEST_CASE("number codec: a count that the bytes cannot hold fails before memory is taken",
          "[schemas][store]") {
  for (const std::string_view bytes : {"\xFF", "\x02\x04", "\x77\x04"}) {
    ByteReader in(bytes);
    CHECK(read_doubles(std::size_t{1} << 40, in).empty());
    CHECK_FALSE(in.ok());
  }
  ByteReader in("\x02\x04");
  CHECK(read_stamps(std::size_t{1} << 40, in).empty());
  CHECK_FALSE(in.ok());
}

}  // namespace
}  // namespace rackproof::store
