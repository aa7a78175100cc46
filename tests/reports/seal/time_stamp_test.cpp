#include "reports/seal/time_stamp.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/time_authority.h"
#include "tests/support/time_ground.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using rackproof::seal::TimeStamper;
using rackproof::testing::CertificateWish;
using rackproof::testing::good;
using rackproof::testing::signature;
using rackproof::testing::site;
using rackproof::testing::site_stamper;
using rackproof::testing::stamping;
using rackproof::testing::TimeAuthority;
using rackproof::testing::why_not;

namespace {

UtcTime at(const char* text) {
  return *parse_utc(text);
}

}  // namespace

TEST_CASE("time stamp: what openssl stamped is believed, and when it was", "[seal]") {
  const auto before = std::chrono::system_clock::now() - std::chrono::seconds(2);
  const auto fresh = site().reply(site().query(signature()), stamping());
  const auto stamp = verify_time_stamp({fresh, signature()}, site_stamper());
  INFO((stamp ? "" : stamp.error().message));
  REQUIRE(stamp);
  CHECK(stamp->stamper == "site-tsa");
  CHECK(stamp->policy == "1.2.3.4.1");
  CHECK(stamp->accuracy == std::chrono::nanoseconds(0));
  CHECK(stamp->latest() == stamp->generated);
  CHECK(stamp->generated >= before);
  CHECK(stamp->generated <= std::chrono::system_clock::now() + std::chrono::seconds(2));

  SECTION("the token alone is as good as the response around it") {
    const auto token = testing::changed_token(fresh, [](PKCS7&) {});
    CHECK(why_not(token) == "accepted");
  }
  SECTION("without a trusted root it says when, and nobody vouches for it") {
    const auto read = seal::read_time_stamp({fresh, signature()});
    REQUIRE(read);
    CHECK(read->stamper.empty());
    CHECK(read->generated == stamp->generated);
  }
  SECTION("one of several stampers is enough, and is named") {
    static const TimeAuthority other("other");
    const auto many =
        verify_time_stamp({fresh, signature()},
                          std::vector<TimeStamper>{
                              {"other-tsa", other.root(), {}, {}, false, {}, {}}, site_stamper()});
    REQUIRE(many);
    CHECK(many->stamper == "site-tsa");
    CHECK(verify_time_stamp({fresh, signature()}, std::vector<TimeStamper>{}).error().message ==
          "no time stamper is trusted");
  }
}

TEST_CASE("time stamp: fractions count and accuracy widens the bound", "[seal]") {
  testing::ReplyWish wish;
  wish.more = "clock_precision_digits = 6\naccuracy = secs:1, millisecs:500, microsecs:100";
  const auto fine = site().reply(site().query(signature(), {"-sha512"}), stamping(), wish);
  const auto stamp = verify_time_stamp({fine, signature()}, site_stamper());
  REQUIRE(stamp);
  CHECK(stamp->accuracy == std::chrono::microseconds(1'500'100));
  CHECK(stamp->latest() == stamp->generated + std::chrono::microseconds(1'500'100));

  const auto made = testing::sign_again(good(), stamping(), {.generated = "20260203040506.25Z"});
  const auto fraction = verify_time_stamp({made, signature()}, site_stamper());
  REQUIRE(fraction);
  CHECK(format_utc(fraction->generated) == "2026-02-03T04:05:06.250000000Z");
}

TEST_CASE("time stamp: SHA-384 and an RSA key of 2048 bits are as good", "[seal]") {
  CertificateWish wish;
  wish.key = {"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"};
  const auto rsa = site().issue("rsa", wish);
  const auto response = site().reply(site().query(signature(), {"-sha384"}), rsa,
                                     {"1.2.3.4.2", "sha512", "sha384", ""});
  CHECK(why_not(response) == "accepted");
}

TEST_CASE("time stamp: what stamps something else is refused", "[seal]") {
  SECTION("40.1 stamp over other data") {
    const auto other = site().reply(site().query("the report itself"), stamping());
    CHECK_THAT(why_not(other), Catch::Contains("it stamps other bytes"));
    CHECK(seal::read_time_stamp({other, signature()}).error().kind == ErrorKind::untrusted);
  }
  SECTION("40.2 stamp of another envelope") {
    auto another = signature();
    another.back() = '\x5b';
    CHECK_THAT(why_not({good(), another}, site_stamper()),
               Catch::Contains("it stamps other bytes"));
  }
  SECTION("40.3 stamp by another root though its chain is embedded") {
    static const TimeAuthority rogue("site");  // the same names, another key
    const auto forged = rogue.reply(rogue.query(signature()), rogue.issue("tsa"));
    const auto embedded = testing::changed_token(forged, [&](PKCS7& token) {
      testing::put_first(token, rogue.root_identity().certificate);
    });
    CHECK_THAT(why_not(embedded),
               Catch::Contains("no path from the certificate that signed to the trusted root"));
  }
  SECTION("40.7 wrong nonce") {
    const auto asked = site().query(signature());
    const auto answer = site().reply(asked, stamping());
    CHECK(why_not({answer, signature(), asked}, site_stamper()) == "accepted");
    CHECK_THAT(why_not({good(), signature(), asked}, site_stamper()),
               Catch::Contains("it answers another query (the nonce differs)"));
    const auto silent =
        site().reply(site().query(signature(), {"-sha256", "-no_nonce"}), stamping());
    CHECK_THAT(why_not({silent, signature(), asked}, site_stamper()),
               Catch::Contains("the nonce differs"));
  }
  SECTION("40.8 wrong policy") {
    auto strict = site_stamper();
    strict.policies = {"1.2.3.4.9"};
    CHECK_THAT(why_not({good(), signature()}, strict),
               Catch::Contains("policy 1.2.3.4.1 is not one that is allowed"));
    const auto asked = site().query(signature(), {"-sha256", "-tspolicy", "1.2.3.4.2"});
    const auto unasked = testing::sign_again(
        site().reply(site().query(signature(), {"-sha256", "-no_nonce"}), stamping()), stamping());
    auto without_nonce =
        site().query(signature(), {"-sha256", "-no_nonce", "-tspolicy", "1.2.3.4.2"});
    CHECK_THAT(why_not({unasked, signature(), without_nonce}, site_stamper()),
               Catch::Contains("under another policy than was asked for"));
  }
}

TEST_CASE("time stamp: an authority that did not stamp is not one that did", "[seal]") {
  SECTION("40.6 status rejected: an Ed25519 key, for which openssl answers 0") {
    CertificateWish wish;
    wish.key = {"-algorithm", "ED25519"};
    const auto rejected = site().reply(site().query(signature()), site().issue("ed", wish));
    CHECK_THAT(why_not(rejected), Catch::Contains("the authority rejected the query (status 2)"));
    CHECK_THAT(seal::read_time_stamp({rejected, signature()}).error().message,
               Catch::Contains("the authority rejected the query"));
  }
  SECTION("40.10 status rejected with its reason told: a policy that is not offered") {
    const auto rejected =
        site().reply(site().query(signature(), {"-sha256", "-tspolicy", "1.9.9"}), stamping());
    CHECK_THAT(why_not(rejected), Catch::Contains("unacceptedPolicy"));
  }
  SECTION("40.11 bytes that are no stamp") {
    CHECK_THAT(why_not(""), Catch::Contains("a time stamp of 0 bytes"));
    CHECK_THAT(why_not("not DER"), Catch::Contains("neither a time stamp response nor a token"));
    CHECK_THAT(why_not(good() + "\n"), Catch::Contains("neither a time stamp response"));
    CHECK_THAT(why_not(good().substr(0, good().size() - 1)), Catch::Contains("neither a time"));
    CHECK_THAT(why_not(std::string(seal::kTimeStampLimit + 1, '0')),
               Catch::Contains("a time stamp of 65537 bytes"));
  }
  SECTION("40.12 a stamp with one bit changed") {
    for (std::size_t i = 8; i < good().size(); i += 7) {
      auto bytes = good();
      bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
      const auto stamp = verify_time_stamp({bytes, signature()}, site_stamper());
      if (stamp) {  // what the signature does not cover cannot change what the stamp says
        const auto whole = verify_time_stamp({good(), signature()}, site_stamper());
        INFO("byte " << i);
        CHECK(stamp->generated == whole->generated);
        CHECK(stamp->accuracy == whole->accuracy);
        CHECK(stamp->policy == whole->policy);
      }
    }
    auto bytes = good();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    CHECK_THAT(why_not(bytes), Catch::Contains("its signature does not hold"));
  }
}

TEST_CASE("time stamp: only a certificate that is for stamping alone may stamp", "[seal]") {
  const auto by = [](const std::string& name, const std::string& usage,
                     const std::string& constraints = "basicConstraints = critical,CA:FALSE") {
    CertificateWish wish;
    wish.usage = usage;
    wish.constraints = constraints;
    return why_not(testing::sign_again(good(), site().issue(name, wish)));
  };
  CHECK(by("made-by-hand", "extendedKeyUsage = critical,timeStamping") == "accepted");
  SECTION("40.4 TSA EKU missing") {
    CHECK_THAT(by("none", "nsComment = none"),
               Catch::Contains("has not the extended key usage timeStamping"));
    CHECK_THAT(by("code", "extendedKeyUsage = critical,codeSigning"),
               Catch::Contains("has not the extended key usage timeStamping"));
  }
  SECTION("40.19 TSA EKU not critical") {
    CHECK_THAT(by("soft", "extendedKeyUsage = timeStamping"), Catch::Contains("not critical"));
  }
  SECTION("40.20 TSA EKU not alone") {
    CHECK_THAT(by("both", "extendedKeyUsage = critical,timeStamping,codeSigning"),
               Catch::Contains("not alone"));
  }
  SECTION("40.21 a CA that stamps itself") {
    CHECK_THAT(
        by("ca", "extendedKeyUsage = critical,timeStamping", "basicConstraints = critical,CA:TRUE"),
        Catch::Contains("is a CA"));
  }
}

TEST_CASE("time stamp: weak algorithms are refused", "[seal]") {
  SECTION("40.22 SHA-1 imprint") {
    const auto weak = site().reply(site().query(signature(), {"-sha1"}), stamping());
    CHECK_THAT(why_not(weak), Catch::Contains("the imprint is by 1.3.14.3.2.26 (SHA1)"));
  }
  SECTION("40.23 SHA-1 under the stamp's own signature") {
    const auto weak =
        site().reply(site().query(signature()), stamping(), {"1.2.3.4.1", "sha1", "sha256", ""});
    CHECK_THAT(why_not(weak), Catch::Contains("it is signed with 1.3.14.3.2.26 (SHA1)"));
  }
  SECTION("40.24 certificate named by SHA-1 only") {
    const auto weak =
        site().reply(site().query(signature()), stamping(), {"1.2.3.4.1", "sha256", "sha1", ""});
    CHECK_THAT(why_not(weak), Catch::Contains("no SigningCertificateV2"));
  }
  SECTION("40.25 RSA of 1024 bits") {
    CertificateWish wish;
    wish.key = {"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"};
    const auto weak = site().reply(site().query(signature()), site().issue("short", wish));
    CHECK_THAT(why_not(weak), Catch::Contains("too small") || Catch::Contains("too weak"));
  }
  SECTION("40.26 SHA-1 under the certificate") {
    CertificateWish wish;
    wish.digest = "sha1";
    const auto weak = site().reply(site().query(signature()), site().issue("old", wish));
    CHECK_THAT(why_not(weak), Catch::Contains("too weak"));
  }
}

TEST_CASE("time stamp: everything is judged at the stamped time", "[seal]") {
  SECTION("40.9 genTime outside the validity of the authority's certificate") {
    CertificateWish wish;
    wish.until = "20210101000000Z";
    const auto old = site().issue("expired", wish);
    CHECK_THAT(why_not(testing::sign_again(good(), old)), Catch::Contains("expired"));
    CHECK(why_not(testing::sign_again(good(), old, {.generated = "20200701000000Z"})) ==
          "accepted");
    CHECK_THAT(why_not(testing::sign_again(good(), old, {.generated = "20190701000000Z"})),
               Catch::Contains("not yet valid"));
  }
  SECTION("40.27 genTime outside the time in which the owner believes the authority") {
    auto stamper = site_stamper();
    stamper.from = at("2026-01-01T00:00:00Z");
    stamper.until = at("2026-03-01T00:00:00Z");
    const auto stamped = [](const char* when) {
      return testing::sign_again(good(), stamping(), {.generated = when});
    };
    CHECK(why_not({stamped("20260201000000Z"), signature()}, stamper) == "accepted");
    for (const auto* when : {"20251231235959Z", "20260301000001Z"}) {
      CHECK_THAT(why_not({stamped(when), signature()}, stamper),
                 Catch::Contains("outside the time in which it is believed"));
    }
  }
  SECTION("40.28 genTime that is no time, accuracy that is no accuracy") {
    for (const auto* when : {"20260229000000Z", "202602010000Z", "20260201000000+0100",
                             "99990101000000Z", "20260201000060Z"}) {
      INFO(when);
      CHECK_THAT(why_not(testing::sign_again(good(), stamping(), {.generated = when})),
                 Catch::Contains("genTime"));
    }
    CHECK_THAT(why_not(testing::sign_again(good(), stamping(), {.accuracy_seconds = 86'401})),
               Catch::Contains("accuracy"));
  }
}

TEST_CASE("time stamp: an extension that must be understood and is not makes it worth nothing",
          "[seal]") {
  const auto with = [](bool is_critical) {
    return testing::sign_again(good(), stamping(),
                               {.extension = "1.3.6.1.4.1.99999.7", .is_critical = is_critical});
  };
  CHECK(why_not(with(false)) == "accepted");
  SECTION("40.45 an unknown critical extension in the TSTInfo") {
    const auto* const kWhy =
        "its TSTInfo has the critical extension 1.3.6.1.4.1.99999.7, which is not understood here";
    CHECK_THAT(why_not(with(true)), Catch::Contains(kWhy));
    CHECK(seal::read_time_stamp({with(true), signature()}).error().message == kWhy);
  }
}
