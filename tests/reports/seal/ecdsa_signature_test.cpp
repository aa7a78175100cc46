#include "reports/seal/ecdsa_signature.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
#include "tests/reports/seal/hex.h"

using namespace rackproof::seal;
using rackproof::testing::from_hex;

namespace {

const std::string kOne = "0000000000000000000000000000000000000000000000000000000000000001";
const std::string kOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const std::string kBelowOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";

std::string why(const std::string& hex) {
  const auto checked = check_p256_der(from_hex(hex));
  return checked ? "fits" : checked.error().message;
}

}  // namespace

TEST_CASE("ecdsa signature: a P-256 signature has one spelling", "[reports][seal]") {
  REQUIRE(why("3006020101020101") == "fits");
  SECTION("r and s beside each other") {
    CHECK(why(kOne + kOne) ==
          "P-256 signature: 64 bytes that are no DER, r||s it seems; DER is expected");
  }
  SECTION("r is 0") {
    CHECK(why("3006020100020101") == "P-256 signature: r is 0");
  }
  SECTION("s is 0") {
    CHECK(why("3006020101020100") == "P-256 signature: s is 0");
  }
  SECTION("bytes after the DER") {
    CHECK(why("300602010102010100") == "P-256 signature: 1 bytes after the end of the DER");
    CHECK(why("3009020101020101020101") == "P-256 signature: more than r and s in the SEQUENCE");
  }
  SECTION("a number padded with zeros") {
    CHECK(why("300702020001020101") == "P-256 signature: r is padded with zeros");
    CHECK(why("300702010102020001") == "P-256 signature: s is padded with zeros");
  }
  SECTION("a number whose high bit makes it negative") {
    CHECK(why("3006020180020101") == "P-256 signature: r is negative");
  }
  SECTION("a number that is the order of the group or more") {
    CHECK(why("3026022100" + kOrder + "020101") ==
          "P-256 signature: r is not below the order of the group");
    CHECK(why("3026022100" + kBelowOrder + "020101") == "fits");
    CHECK(why("302702220100" + kBelowOrder + "020101") ==
          "P-256 signature: r is not below the order of the group");
  }
  SECTION("a length in a longer form than it needs") {
    CHECK(why("308106020101020101") ==
          "P-256 signature: the length of SEQUENCE is not in its shortest form");
    CHECK(why("300702810101020101") ==
          "P-256 signature: the length of INTEGER r is not in its shortest form");
  }
  SECTION("cut, empty and of another type") {
    CHECK(why("") == "P-256 signature: no DER SEQUENCE");
    CHECK(why("30") == "P-256 signature: no DER SEQUENCE");
    CHECK(why("3006020101") == "P-256 signature: SEQUENCE ends before its length");
    CHECK(why("3003020101") == "P-256 signature: no DER INTEGER s");
    CHECK(why("3006040101020101") == "P-256 signature: no DER INTEGER r");
    CHECK(why("30050200020101") == "P-256 signature: r has no bytes");
  }
}

TEST_CASE("ecdsa signature: r and s of a token become the DER that others write",
          "[reports][seal]") {
  CHECK(p256_der_of(from_hex(kOne + kOne)).value() == from_hex("3006020101020101"));
  CHECK(p256_der_of(from_hex(kBelowOrder + kOne)).value() ==
        from_hex("3026022100" + kBelowOrder + "020101"));
  CHECK_FALSE(p256_der_of(from_hex(kOrder + kOne)));
  CHECK_FALSE(p256_der_of(from_hex(kOne + std::string(64, '0'))));
  CHECK_FALSE(p256_der_of(from_hex(kOne)));
  CHECK_FALSE(p256_der_of(""));
}

TEST_CASE("ecdsa signature: what libcrypto signs has that spelling", "[reports][seal]") {
  const auto key = PrivateKey::generate(KeyAlgorithm::p256).value();
  for (int i = 0; i < 64; ++i) {
    CHECK(check_p256_der(key.sign(std::to_string(i)).value()));
  }
}
