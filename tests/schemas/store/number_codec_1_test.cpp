#include "schemas/store/number_codec_1.h"

#include <bit>
#include <limits>

#include <catch2/catch.hpp>

namespace rackproof::store::layout_1 {
namespace {

TEST_CASE("number codec 1: counts and stamps of the first layout wrap around", "[schemas][store]") {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  ByteWriter out;
  for (const std::int64_t difference : {kMost, std::int64_t{1}, std::int64_t{5}}) {
    out.signed_number(difference);
  }
  ByteReader counts(out.bytes());
  CHECK(read_counts(3, counts) == std::vector<std::int64_t>{kMost, kLeast, kLeast + 5});
  ByteReader stamps(out.bytes());
  CHECK(read_stamps(3, stamps) == std::vector<std::int64_t>{kMost, -1, kLeast + 4});
  CHECK(counts.ok());
  CHECK(stamps.ok());
}

TEST_CASE("number codec 1: doubles are decimals or planes of their bits", "[schemas][store]") {
  ByteWriter decimals;
  decimals.byte(3);
  decimals.signed_number(47'125);
  decimals.signed_number(-125);
  ByteReader in(decimals.bytes());
  CHECK(read_doubles(2, in) == std::vector<double>{47.125, 47.0});

  const auto payload = std::uint64_t{0x7FF4'0000'0000'1234};
  ByteWriter planes;
  planes.byte(0xFF);
  for (unsigned plane = 0; plane < 8; ++plane) {
    planes.byte(static_cast<std::uint8_t>(payload >> (8 * plane)));
    planes.byte(static_cast<std::uint8_t>((payload ^ (std::uint64_t{1} << 63)) >> (8 * plane)));
  }
  ByteReader bits(planes.bytes());
  const auto read = read_doubles(2, bits);
  REQUIRE(read.size() == 2);
  CHECK(std::bit_cast<std::uint64_t>(read[0]) == payload);
  CHECK(std::bit_cast<std::uint64_t>(read[1]) == std::uint64_t{1} << 63);
}

TEST_CASE("number codec 1: a count that the bytes cannot hold fails before memory is taken",
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
}  // namespace rackproof::store::layout_1
