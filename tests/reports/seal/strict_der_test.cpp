#include "reports/seal/strict_der.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::string_literals;
using Catch::Contains;
using seal::is_der;

namespace {

/// The outermost length of a certificate or list of 128 to 65535 bytes written anew.
std::string with_length(const std::string& der, const std::string& length,
                        const std::string& end = "") {
  const std::size_t header = der[1] == '\x81' ? 3 : 4;
  return der[0] + length + der.substr(header) + end;
}

std::string long_length(const std::string& der) {
  const auto size = der.size() - (der[1] == '\x81' ? 3 : 4);
  return "\x84\0\0"s + static_cast<char>(size >> 8U) + static_cast<char>(size & 0xFFU);
}

}  // namespace

TEST_CASE("strict DER: certificates and lists as their issuers write them are", "[reports][seal]") {
  const ChainGround ground;
  for (const auto* der : {&ground.root_der, &ground.ca_der, &ground.leaf_der}) {
    CHECK(is_der(*der));
  }
  CHECK(is_der(make_list({.revoked = {{"0A1B", day("2026-02-01"), 1, {}, ""}}}, ground.ca())));
  CHECK(is_der("\x30\x03\x01\x01\xFF"s));
  CHECK(is_der("\x05\0"s));
}

TEST_CASE("strict DER: another spelling of the same is none", "[reports][seal]") {
  CHECK_FALSE(is_der(""));
  CHECK_FALSE(is_der("\x30"));                 // no length
  CHECK_FALSE(is_der("\x30\x02\x05"));         // too short
  CHECK_FALSE(is_der("\x05\0\0"s));            // a byte behind it
  CHECK_FALSE(is_der("\x30\x80\x05\0\0\0"s));  // a length that is not definite
  CHECK_FALSE(is_der("\x30\x81\x02\x05\0"s));  // a length that fits into one byte
  CHECK_FALSE(is_der("\x04\x82\0\x80"s + std::string(128, 'x')));  // a zero in front of one
  CHECK_FALSE(is_der("\x04\x85\0\0\0\0\1x"s));
  CHECK_FALSE(is_der("\x04\x84\xFF\xFF\xFF\xFF"));  // 4 GiB
  CHECK_FALSE(is_der("\x24\x03\x04\x01x"));         // octets made of parts
  CHECK_FALSE(is_der("\x10\x02\x05\0"s));           // a sequence without any
  CHECK_FALSE(is_der("\x01\x01\x01"));              // a truth of its own
  CHECK_FALSE(is_der("\x3F\x10\x00"s));             // a number of a tag in many bytes
  std::string deep = "\x05\0"s;
  for (int level = 0; level < 40; ++level) {
    deep = "\x30"s + static_cast<char>(deep.size()) + deep;
  }
  CHECK_FALSE(is_der(deep));
}

TEST_CASE("strict DER: one certificate and one list have one spelling", "[reports][seal]") {
  const ChainGround ground;
  SECTION("36.42 certificate whose length is longer than it need be, or not told") {
    for (const auto& der : {with_length(ground.leaf_der, long_length(ground.leaf_der)),
                            with_length(ground.leaf_der, "\x80", "\0\0"s)}) {
      const auto read = seal::parse_certificate(der);
      REQUIRE_FALSE(read);
      CHECK(read.error().message == "not one X.509 certificate in DER");
    }
  }
  SECTION("38.52 list whose length is longer than it need be, or not told") {
    const auto whole = make_list({}, ground.ca());
    REQUIRE(seal::parse_list(whole));
    for (const auto& der :
         {with_length(whole, long_length(whole)), with_length(whole, "\x80", "\0\0"s)}) {
      const auto read = seal::parse_list(der);
      REQUIRE_FALSE(read);
      CHECK(read.error().message == "not one X.509 revocation list in DER");
    }
  }
}
