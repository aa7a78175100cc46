#include "schemas/store/bytes.h"

#include <limits>

#include <catch2/catch.hpp>

namespace rackproof::store {
namespace {

TEST_CASE("bytes: every number comes back, the ends of its range included", "[schemas][store]") {
  ByteWriter out;
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{64},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    out.signed_number(value);
    out.number(static_cast<std::uint64_t>(value));
  }
  out.text("text");
  ByteReader in(out.bytes());
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{64},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    CHECK(in.signed_number() == value);
    CHECK(in.number() == static_cast<std::uint64_t>(value));
  }
  CHECK(in.text() == "text");
  CHECK(in.ok());
  CHECK(in.left() == 0);
}

TEST_CASE("bytes: reading past the end fails for good and gives zeros", "[schemas][store]") {
  ByteReader in(
      "\x05"
      "abc");
  CHECK(in.text().empty());
  CHECK_FALSE(in.ok());
  CHECK(in.byte() == 0);
  ByteReader endless("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
  CHECK(endless.number() == 0);
  CHECK_FALSE(endless.ok());
  ByteReader high("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02");
  CHECK(high.number() == 0);
  CHECK_FALSE(high.ok());
  ByteReader large("\x7F");
  CHECK(large.count(126) == 0);
  CHECK_FALSE(large.ok());
}

// Vectors: draft-eastlake-fnv, appendix C.
TEST_CASE("bytes: the checksum is FNV-1a", "[schemas][store]") {
  CHECK(static_cast<std::uint64_t>(checksum("")) == 0xCBF29CE484222325U);
  CHECK(static_cast<std::uint64_t>(checksum("a")) == 0xAF63DC4C8601EC8CU);
  CHECK(static_cast<std::uint64_t>(checksum("foobar")) == 0x85944171F73967E8U);
}

TEST_CASE("bytes: a text is cut between characters", "[schemas][store]") {
  CHECK(cut_text("a\xC3\xA4", 3) == "a\xC3\xA4");
  CHECK(cut_text("a\xC3\xA4", 2) == "a");
  CHECK(cut_text("abc", 2) == "ab");
  CHECK(cut_text("\xA4\xA4\xA4", 2).empty());
}

}  // namespace
}  // namespace rackproof::store
