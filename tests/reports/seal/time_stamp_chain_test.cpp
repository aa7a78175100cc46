#include "reports/seal/time_stamp_chain.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/certificate.h"
#include "reports/seal/key_file.h"
#include "reports/seal/revocation_list.h"
#include "tests/support/certificate_maker.h"
#include "tests/support/time_ground.h"
#include "tests/support/token_maker.h"

using namespace rackproof;
using rackproof::seal::TimeStamper;
using rackproof::testing::CertificateWish;
using rackproof::testing::day;
using rackproof::testing::ListFacts;
using rackproof::testing::MadeIssuer;
using rackproof::testing::MadeKey;
using rackproof::testing::RevokedFacts;
using rackproof::testing::site;
using rackproof::testing::stamping;
using rackproof::testing::TimeAuthority;

namespace {

constexpr std::string_view kBytes = "the bytes of a signature";

/// A stamp of 2026-02-01.
const std::string& stamp() {
  static const std::string kStamp = testing::sign_again(
      site().reply(site().query(kBytes), stamping()), stamping(), {.generated = "20260201000000Z"});
  return kStamp;
}

TimeStamper stamper_with(const std::string& revocations, bool must_show = false) {
  return {"site-tsa", site().root(), {}, revocations, must_show, {}, {}};
}

std::string why_not(const TimeStamper& stamper, const std::string& more = {}) {
  const auto result = verify_time_stamp({stamp(), kBytes, {}, more}, stamper);
  return result ? "accepted" : result.error().message;
}

MadeIssuer root_of_site() {
  static const auto kKey = MadeKey::of_file(site().root_identity().key);
  return {&kKey, seal::pem_blocks(site().root(), seal::kCertificateLabel, seal::kCertificateLimits)
                     .value()
                     .front()};
}

/// What `openssl ca` would not write.
std::string list_by_site(const ListFacts& facts) {
  return seal::pem_block(make_list(facts, root_of_site()), seal::kListLabel);
}

/// The site's root anew, of the same name and key.
std::string root_that_signs(const std::string& key_usage) {
  const auto root = root_of_site();
  return seal::pem_block(make_certificate({.subject = "CN=site root",
                                           .extensions = {{"basicConstraints", "critical,CA:TRUE"},
                                                          {"keyUsage", key_usage},
                                                          {"subjectKeyIdentifier", "hash"}}},
                                          *root.key, {root.key, ""}),
                         seal::kCertificateLabel);
}

/// The stamping certificate as a line of a revocation list.
std::string revoked(const std::string& when_and_why) {
  return "R\t990101000000Z\t" + when_and_why + "\t" + TimeAuthority::serial_of(stamping());
}

}  // namespace

TEST_CASE("time stamp chain: a revocation list that says nothing of the certificate is no harm",
          "[seal]") {
  CHECK(why_not(stamper_with(site().revocations({}), true)) == "accepted");
  CHECK(why_not(stamper_with("")) == "accepted");
  CHECK(why_not(stamper_with("", true), site().revocations({})) == "accepted");
}

TEST_CASE("time stamp chain: revocation is judged by its reason and its date", "[seal]") {
  SECTION("40.29 authority revoked before it stamped") {
    CHECK_THAT(why_not(stamper_with(site().revocations({revoked("260115000000Z,superseded")}))),
               Catch::Contains("was revoked before it stamped"));
  }
  SECTION("40.30 authority revoked afterwards because its key was lost") {
    for (const auto* reason : {"260301000000Z,keyCompromise", "260301000000Z"}) {
      CHECK_THAT(why_not(stamper_with(site().revocations({revoked(reason)}))),
                 Catch::Contains("for a reason that voids earlier stamps"));
    }
  }
  SECTION("a stamp of before a plain end stays good") {
    CHECK(why_not(stamper_with(site().revocations({revoked("260301000000Z,cessationOfOperation")}),
                               true)) == "accepted");
  }
  SECTION("40.31 a list that came with the bundle is heard as well") {
    CHECK_THAT(why_not(stamper_with(site().revocations({})),
                       site().revocations({revoked("260115000000Z,superseded")})),
               Catch::Contains("was revoked before it stamped"));
  }
}

TEST_CASE("time stamp chain: a list that cannot be believed is not passed over", "[seal]") {
  SECTION("40.32 revocation list demanded and absent") {
    CHECK_THAT(why_not(stamper_with("", true)), Catch::Contains("no revocation list covers"));
  }
  SECTION("40.33 revocation list stale") {
    const auto stale = site().revocations({}, "20250101000000Z", "20260101000000Z");
    CHECK_THAT(why_not(stamper_with(stale)), Catch::Contains("every revocation list is stale"));
  }
  SECTION("40.34 revocation list by somebody else of the same name") {
    static const TimeAuthority rogue("site");
    CHECK_THAT(why_not(stamper_with("", true), rogue.revocations({})),
               Catch::Contains("no revocation list covers"));
    // It says not by which key, or by the right one.
    const auto key = MadeKey::on_curve("P-256");
    const auto forged =
        seal::pem_block(make_list({}, {&key, root_of_site().der}), seal::kListLabel);
    CHECK_THAT(why_not(stamper_with("", true), forged), Catch::Contains("is not signed by it"));
  }
  SECTION("40.35 revocation list of another issuer") {
    static const TimeAuthority other("other");
    CHECK_THAT(why_not(stamper_with(other.revocations({}), true)),
               Catch::Contains("no revocation list covers"));
  }
  SECTION("40.36 revocation list that is none") {
    CHECK_THAT(why_not(stamper_with(""), "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----"),
               Catch::Contains("revocations (PEM blocks X509 CRL): not one X.509"));
    CHECK_THAT(why_not(stamper_with(""), "nothing"),
               Catch::Contains("revocations (PEM blocks X509 CRL): expected a PEM block"));
  }
}

TEST_CASE("time stamp chain: a list that is not the issuer's whole word is not believed",
          "[seal]") {
  const auto by_site = [](const ListFacts& facts) {
    return why_not(stamper_with("", true), list_by_site(facts));
  };
  REQUIRE(by_site({}) == "accepted");
  SECTION("40.64 what has changed since another list alone") {
    CHECK_THAT(by_site({.extensions = {{"2.5.29.27", "critical,DER:02:01:01"}}}),
               Catch::Contains("not a complete list"));
    CHECK_THAT(by_site({.extensions = {{"2.5.29.27", "DER:02:01:01"}}}),
               Catch::Contains("not a complete list"));
  }
  SECTION("40.65 a list of some certificates alone") {
    CHECK_THAT(by_site({.extensions = {{"issuingDistributionPoint", "onlyCA:TRUE"}}}),
               Catch::Contains("not a complete list"));
  }
  SECTION("40.66 a list that says not until when it holds") {
    CHECK_THAT(by_site({.until = {}}), Catch::Contains("says not until when"));
  }
  SECTION("40.67 a list without a number") {
    CHECK_THAT(by_site({.number = ""}), Catch::Contains("no list number"));
  }
  SECTION("40.68 a certificate that stands in a list twice, first for a milder reason") {
    const auto serial = TimeAuthority::serial_of(stamping());
    const RevokedFacts mild{.serial = serial, .at = day("2026-03-01"), .reason = 5};
    const RevokedFacts lost{.serial = serial, .at = day("2026-03-01"), .reason = 1};
    CHECK(by_site({.revoked = {mild}}) == "accepted");
    CHECK_THAT(by_site({.revoked = {mild, lost}}), Catch::Contains("voids earlier stamps"));
    CHECK_THAT(by_site({.revoked = {lost, mild}}), Catch::Contains("voids earlier stamps"));
  }
  SECTION("40.69 an entry with a critical extension that is not known") {
    const RevokedFacts odd{
        .serial = "0F0F", .at = day("2026-03-01"), .critical_oid = "1.3.6.1.4.1.55555.7"};
    CHECK_THAT(by_site({.revoked = {odd}}), Catch::Contains("critical extension"));
  }
  SECTION("40.70 an issuer that may not sign lists") {
    auto stamper = stamper_with("", true);
    stamper.root = root_that_signs("critical,keyCertSign");
    CHECK_THAT(why_not(stamper, list_by_site({})), Catch::Contains("does not say cRLSign"));
    stamper.root = root_that_signs("critical,keyCertSign,cRLSign");
    CHECK(why_not(stamper, list_by_site({})) == "accepted");
  }
}

TEST_CASE("time stamp chain: an authority is looked at before it is trusted", "[seal]") {
  const auto refusal = [](TimeStamper stamper) {
    const auto checked = check_time_stamper(stamper);
    return checked ? "trusted" : checked.error().message;
  };
  const auto good = stamper_with("");
  CHECK(refusal(good) == "trusted");
  SECTION("no id") {
    CHECK_THAT(refusal({"", good.root, {}, {}, false, {}, {}}), Catch::Contains("without an id"));
  }
  SECTION("a root that is not signed by itself") {
    CHECK_THAT(refusal({"a", testing::file_text(stamping().certificate), {}, {}, false, {}, {}}),
               Catch::Contains("is not signed by itself"));
  }
  SECTION("two roots, none, a private key") {
    const auto expected = Catch::Contains("exactly one certificate in PEM");
    CHECK_THAT(refusal({"a", good.root + good.root, {}, {}, false, {}, {}}), expected);
    CHECK_THAT(refusal({"a", "", {}, {}, false, {}, {}}), expected);
    CHECK_THAT(refusal({"a", testing::file_text(stamping().key), {}, {}, false, {}, {}}),
               Catch::Contains("not a private key"));
  }
  SECTION("a root of 1024 bits, or signed with SHA-1") {
    const testing::TempDir dir;
    const auto root = [&dir](const char* bits, const char* digest) {
      testing::openssl({"req", "-x509", "-newkey", std::string("rsa:") + bits,
                        std::string("-") + digest, "-nodes", "-subj", "/CN=weak", "-keyout",
                        dir.at("k"), "-out", dir.at("c")});
      return testing::file_text(dir.at("c"));
    };
    CHECK(refusal({"a", root("2048", "sha256"), {}, {}, false, {}, {}}) == "trusted");
    CHECK_THAT(refusal({"a", root("1024", "sha256"), {}, {}, false, {}, {}}),
               Catch::Contains("is too weak"));
    CHECK_THAT(refusal({"a", root("2048", "sha1"), {}, {}, false, {}, {}}),
               Catch::Contains("is too weak"));
  }
  SECTION("a policy that is no OID, a time that ends before it begins, no list") {
    CHECK_THAT(refusal({"a", good.root, {"policy"}, {}, false, {}, {}}),
               Catch::Contains("policy 'policy' is no dotted OID"));
    CHECK_THAT(refusal({"a", good.root, {}, "x", false, {}, {}}), Catch::Contains("revocations"));
    CHECK_THAT(refusal({"a",
                        good.root,
                        {},
                        {},
                        false,
                        UtcTime(std::chrono::seconds(2)),
                        UtcTime(std::chrono::seconds(1))}),
               Catch::Contains("until before"));
  }
}

TEST_CASE("time stamp chain: an intermediate out of the token counts while it is valid", "[seal]") {
  CertificateWish wish;
  wish.usage = "nsComment = intermediate";
  wish.constraints = "basicConstraints = critical,CA:TRUE";
  wish.key_usage = "critical,keyCertSign";
  wish.from = "20210101000000Z";
  const auto issuer = site().issue("under", wish);
  const testing::TempDir dir;
  testing::openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", "/CN=leaf", "-keyout", dir.at("leaf.key"), "-out", dir.at("csr")});
  const auto extensions =
      dir.write("ext",
                "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,timeStamping\n"
                "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n"
                "authorityKeyIdentifier=keyid\n");
  testing::openssl({"x509", "-req", "-in", dir.at("csr"), "-CA", issuer.certificate, "-CAkey",
                    issuer.key, "-CAcreateserial", "-CAserial", dir.at("serial"), "-days", "3650",
                    "-extfile", extensions, "-out", dir.at("leaf.pem")});
  const auto bare = site().reply(site().query(kBytes), {dir.at("leaf.pem"), dir.at("leaf.key")});
  const auto carried = testing::changed_token(
      bare, [&](PKCS7& token) { testing::put_first(token, issuer.certificate); });
  CHECK(verify_time_stamp({carried, kBytes}, stamper_with("")));

  SECTION("40.37 intermediate neither trusted nor in the token") {
    const auto refused = verify_time_stamp({bare, kBytes}, stamper_with(""));
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("unable to get local issuer certificate"));
  }
  SECTION("40.38 intermediate revoked") {
    const auto list = site().revocations(
        {"R\t990101000000Z\t220101000000Z,superseded\t" + TimeAuthority::serial_of(issuer)});
    const auto refused = verify_time_stamp({carried, kBytes}, stamper_with(list));
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("/CN=under was revoked"));
  }
  SECTION("40.39 intermediate expired at the stamped time, while the stamping certificate is not") {
    wish.until = "20220101000000Z";
    const auto expired = site().issue("under", wish);  // its key is another, so it issues anew
    testing::openssl({"x509", "-req", "-in", dir.at("csr"), "-CA", expired.certificate, "-CAkey",
                      expired.key, "-CAcreateserial", "-CAserial", dir.at("serial"), "-days",
                      "3650", "-extfile", extensions, "-out", dir.at("leaf.pem")});
    const auto late = testing::changed_token(
        site().reply(site().query(kBytes), {dir.at("leaf.pem"), dir.at("leaf.key")}),
        [&](PKCS7& token) { testing::put_first(token, expired.certificate); });
    const auto refused = verify_time_stamp({late, kBytes}, stamper_with(""));
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("certificate has expired (/CN=under"));
  }
}
