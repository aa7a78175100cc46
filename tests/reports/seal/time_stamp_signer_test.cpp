#include "reports/seal/time_stamp_signer.h"

#include <string>

#include <catch2/catch.hpp>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "tests/support/time_authority.h"
#include "tests/support/time_ground.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using rackproof::testing::good;
using rackproof::testing::Identity;
using rackproof::testing::signature;
using rackproof::testing::site;
using rackproof::testing::site_stamper;
using rackproof::testing::stamping;
using rackproof::testing::TimeAuthority;
using rackproof::testing::why_not;

TEST_CASE("time stamp: the certificate that signed is the one that is judged", "[seal]") {
  static const TimeAuthority rogue("site");
  static const Identity rogue_tsa = rogue.issue("tsa");
  const auto forged = rogue.reply(rogue.query(signature()), rogue_tsa);

  SECTION("40.5 forged stamp with the genuine certificate first in the bag") {
    const auto dressed = testing::changed_token(
        forged, [](PKCS7& token) { testing::put_first(token, stamping().certificate); });
    CHECK_THAT(why_not(dressed), Catch::Contains("no path from the certificate that signed"));
  }
  SECTION("40.13 genuine stamp with a forged certificate first in the bag says what it said") {
    const auto dressed = testing::changed_token(
        good(), [](PKCS7& token) { testing::put_first(token, rogue_tsa.certificate); });
    const auto stamp = verify_time_stamp({dressed, signature()}, site_stamper());
    REQUIRE(stamp);
    CHECK(stamp->generated == verify_time_stamp({good(), signature()}, site_stamper())->generated);
  }
  SECTION("40.14 the certificate that signed is not in the bag") {
    const auto bare = testing::changed_token(good(), [](PKCS7& token) {
      X509_free(sk_X509_pop(token.d.sign->cert));
      testing::put_first(token, rogue_tsa.certificate);
    });
    CHECK_THAT(why_not(bare), Catch::Contains("does not carry the certificate"));
  }
  SECTION("40.15 two signers") {
    CHECK_THAT(why_not(testing::changed_token(good(), testing::sign_twice)),
               Catch::Contains("not exactly one signer"));
  }
  SECTION("40.16 a signature that does not name its certificate") {
    CHECK_THAT(why_not(testing::sign_again(good(), stamping(), {.names_certificate = false})),
               Catch::Contains("no SigningCertificateV2"));
  }
  SECTION("40.17 what was signed was not signed as a time stamp") {
    CHECK_THAT(why_not(testing::sign_again(good(), stamping(), {.content_type = NID_pkcs7_data})),
               Catch::Contains("not said to be a time stamp"));
  }
  SECTION("40.18 a bag of too many certificates") {
    const auto stuffed = testing::changed_token(good(), [](PKCS7& token) {
      for (int i = 0; i < 16; ++i) {
        testing::put_first(token, rogue_tsa.certificate);
      }
    });
    CHECK_THAT(why_not(stuffed), Catch::Contains("carries 17 certificates"));
  }
}
