#include "reports/seal/time_stamp_token.h"

#include <string>

#include <catch2/catch.hpp>
#include <openssl/objects.h>

#include "tests/support/time_authority.h"
#include "tests/support/token_maker.h"

using namespace rackproof;

TEST_CASE("time stamp token: only SHA-2 of 256 bits and more is a good digest", "[seal]") {
  CHECK(seal::good_digest(NID_sha256) == EVP_sha256());
  CHECK(seal::good_digest(NID_sha384) == EVP_sha384());
  CHECK(seal::good_digest(NID_sha512) == EVP_sha512());
  for (const int weak : {NID_md5, NID_sha1, NID_sha224, NID_undef}) {
    CHECK(seal::good_digest(weak) == nullptr);
  }
}

TEST_CASE("time stamp token: an OID is shown in numbers, with its name where it has one",
          "[seal]") {
  CHECK(seal::oid_text(OBJ_nid2obj(NID_sha1)) == "1.3.14.3.2.26 (SHA1)");
}

TEST_CASE("time stamp token: what a token states is read without believing it", "[seal]") {
  const testing::TimeAuthority authority("site");
  const auto by = authority.issue("tsa");
  const auto made = testing::sign_again(authority.reply(authority.query("abc"), by), by,
                                        {.generated = "20260203040506.5Z", .accuracy_seconds = 2});
  const auto token = seal::parse_time_stamp(made);
  REQUIRE(token);
  const auto stated = seal::stated_time(*token);
  REQUIRE(stated);
  CHECK(format_utc(stated->generated) == "2026-02-03T04:05:06.500000000Z");
  CHECK(stated->accuracy == std::chrono::seconds(2));
  CHECK(stated->policy == "1.2.3.4.1");
  CHECK_FALSE(stated->serial.empty());
  CHECK(seal::check_imprint(*TS_TST_INFO_get_msg_imprint(token->info.get()), "abc"));
  CHECK(seal::check_imprint(*TS_TST_INFO_get_msg_imprint(token->info.get()), "abd").error().kind ==
        ErrorKind::untrusted);
  CHECK(seal::check_answers(*token, "no query", "abc").error().kind == ErrorKind::malformed);
}
