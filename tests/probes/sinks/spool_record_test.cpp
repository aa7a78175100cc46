#include "probes/sinks/spool_record.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

const SpoolHead kHead{7, UtcTime(std::chrono::seconds(1795238220)), 1234, 56, 0xDEADBEEF};

}  // namespace

TEST_CASE("spool record: the checksum is the CRC-32 of zlib", "[probes][sinks]") {
  CHECK(crc32_of("") == 0);
  CHECK(crc32_of("123456789") == 0xCBF43926U);  // the check value of every catalogue of CRCs
}

TEST_CASE("spool record: a head comes back as it went", "[probes][sinks]") {
  const auto bytes = encode_spool_head(kHead);
  CHECK(bytes.size() == kSpoolHeadBytes);
  CHECK(decode_spool_head(bytes) == kHead);
  CHECK(decode_spool_head(bytes + "body") == kHead);
}

TEST_CASE("spool record: a head with any bit flipped is none", "[probes][sinks]") {
  const auto bytes = encode_spool_head(kHead);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto wrong = bytes;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
    INFO("bit " << bit);
    CHECK_FALSE(decode_spool_head(wrong));
  }
}

TEST_CASE("spool record: a head that is cut is none", "[probes][sinks]") {
  const auto bytes = encode_spool_head(kHead);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(decode_spool_head(std::string_view(bytes).substr(0, length)));
  }
  CHECK_FALSE(decode_spool_head(std::string(kSpoolHeadBytes, '\0')));
}

TEST_CASE("spool record: a mark comes back as it went, and no other bytes are one",
          "[probes][sinks]") {
  const auto bytes = encode_spool_mark({9, 3});
  CHECK(bytes.size() == kSpoolMarkBytes);
  CHECK(decode_spool_mark(bytes) == SpoolMark{9, 3});
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto wrong = bytes;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(decode_spool_mark(wrong));
  }
  CHECK_FALSE(decode_spool_mark(encode_spool_head(kHead)));
}
