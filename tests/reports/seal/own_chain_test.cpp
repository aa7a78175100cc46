#include "reports/seal/own_chain.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::seal;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

/// Somebody who holds the key of the ground's rack and is about to sign for it.
struct OwnGround {
  ChainGround ground;
  DutSerials dut{{"AB-0007"}, {"H-1"}};
  UtcTime claimed = day("2026-05-31");
  UtcTime now = day("2026-06-01");
  std::string role = "collector";

  [[nodiscard]] std::vector<Certificate>& chain() { return ground.given.certificates; }
  void make() { ground.make(); }

  [[nodiscard]] Result<void> check() const {
    const auto key = PublicKey::from_pem(ground.leaf_key.public_pem());
    REQUIRE(key);
    return check_own_chain(ground.given.certificates, {*key, role, &dut, &claimed, now});
  }
  [[nodiscard]] std::string why() const {
    const auto checked = check();
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::untrusted);
    return checked.error().message;
  }
  [[nodiscard]] Result<std::vector<std::string>> lists(std::vector<RevocationList> given) const {
    return check_own_lists(given, ground.given.certificates, now);
  }
  [[nodiscard]] std::string list_refusal(std::vector<RevocationList> given) const {
    const auto checked = lists(std::move(given));
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::untrusted);
    return checked.error().message;
  }
  [[nodiscard]] RevocationList of_ca(const ListFacts& facts) const {
    return parsed_list(make_list(facts, ground.ca()));
  }
  [[nodiscard]] RevocationList of_root(const ListFacts& facts) const {
    return parsed_list(make_list(facts, ground.root()));
  }
};

}  // namespace

TEST_CASE("own chain: what a verifier will believe passes, with and without the root",
          "[reports][seal]") {
  OwnGround own;
  CHECK(own.check());
  own.chain().push_back(own.ground.authority.root);
  const auto with_root = own.check();
  INFO((with_root ? "" : with_root.error().message));
  CHECK(with_root);
  own.chain().resize(1);
  CHECK(own.check());  // a root may have issued it itself: nobody can tell from here
}

TEST_CASE("own chain: the first certificate is of the key that signs", "[reports][seal]") {
  OwnGround own;
  SECTION("another's certificate of the same names") {
    own.ground.leaf_key = MadeKey::ed25519();
    CHECK_THAT(own.why(), Contains("collector 7") && Contains("is of the key SHA256:") &&
                              Contains("and the key to sign with is SHA256:"));
  }
  SECTION("the issuer stands first") {
    std::swap(own.chain()[0], own.chain()[1]);
    CHECK_THAT(own.why(), Contains("CN=racks") && Contains("its own certificate stands first"));
  }
  SECTION("a key that signs no statement") {
    own.ground.leaf_key = MadeKey::on_curve("P-384");
    own.make();
    own.ground.leaf_key = MadeKey::ed25519();
    CHECK_THAT(own.why(), Contains("is of P-384, and the key to sign with"));
  }
}

TEST_CASE("own chain: role, device and time are those of the statement", "[reports][seal]") {
  OwnGround own;
  SECTION("another role") {
    own.role = "certifier";
    CHECK_THAT(own.why(), Contains("its extended key usage does not say certifier"));
  }
  SECTION("another rack") {
    own.dut = {{"AB-0008"}, {}};
    CHECK_THAT(own.why(), Contains("is bound to urn:rackproof:rack:AB-0007, but this is about "
                                   "rack 'AB-0008'"));
  }
  SECTION("a device that tells no serial number") {
    own.dut = {};
    CHECK_THAT(own.why(), Contains("a device that tells no serial number"));
  }
  SECTION("a site's certificate speaks of every device") {
    own.dut = {};
    own.ground.leaf_facts.extensions =
        with(own.ground.leaf_facts.extensions, "subjectAltName", "URI:urn:rackproof:site:fra1");
    own.make();
    CHECK(own.check());
  }
  SECTION("a name that is spelled otherwise") {
    own.ground.leaf_facts.extensions =
        with(own.ground.leaf_facts.extensions, "subjectAltName", "URI:urn:rackproof:rack:AB%2d7");
    own.make();
    CHECK_FALSE(own.why().empty());
  }
  SECTION("issued after the run") {
    own.claimed = day("2025-12-31");
    CHECK_THAT(own.why(), Contains("valid from 2026-01-01") &&
                              Contains("not at the time of the statement, 2025-12-31"));
  }
  SECTION("expired by now") {
    own.now = day("2028-06-01");
    CHECK_THAT(own.why(), Contains("collector 7") && Contains("not at this moment, 2028-06-01"));
  }
  SECTION("an issuer that expired by now") {
    own.ground.ca_facts.until = day("2026-05-31");
    own.make();
    CHECK_THAT(own.why(), Contains("CN=racks") && Contains("not at this moment"));
  }
}

TEST_CASE("own chain: what follows has issued what stands before it", "[reports][seal]") {
  OwnGround own;
  SECTION("another CA of the same name") {
    ChainGround other;
    own.chain()[1] = parsed(other.ca_der);
    CHECK_THAT(own.why(), Contains("CN=racks") && Contains("issued none of those before it"));
  }
  SECTION("a certificate of somebody else's rack") {
    const ChainGround other;
    own.chain().push_back(parsed(other.leaf_der));
    CHECK_THAT(own.why(), Contains("issued none of those before it"));
  }
  SECTION("an issuer with a key that counts for nothing") {
    own.ground.ca_key = MadeKey::rsa(2048);
    own.ground.leaf_facts.digest = EVP_sha256();
    own.make();
    CHECK_FALSE(own.why().empty());
  }
  SECTION("no certificate at all") {
    own.chain().clear();
    CHECK(own.why() == "no certificate");
  }
}

TEST_CASE("own lists: current ones pass, and what is missing is told", "[reports][seal]") {
  const OwnGround own;
  const auto both = own.lists({own.of_ca({}), own.of_root({})});
  REQUIRE(both);
  CHECK(both->empty());
  const auto one = own.lists({own.of_ca({})});
  REQUIRE(one);
  REQUIRE(one->size() == 1);
  CHECK_THAT(one->front(), Contains("CN=racks") && Contains("no revocation list of CN=root"));
  const ChainGround other;
  auto foreign_facts = other.ca_facts;
  foreign_facts.subject = "O=Elsewhere,CN=stamps";
  const auto foreign = make_certificate(foreign_facts, other.ca_key, other.root());
  const auto more = own.lists(
      {own.of_ca({}), own.of_root({}), parsed_list(make_list({}, {&other.ca_key, foreign}))});
  REQUIRE(more);
  REQUIRE(more->size() == 1);
  CHECK_THAT(more->front(), Contains("CN=stamps,O=Elsewhere: of no issuer"));
}

TEST_CASE("own lists: what says no, or says nothing any more, is refused", "[reports][seal]") {
  const OwnGround own;
  SECTION("the key is revoked") {
    CHECK_THAT(own.list_refusal({own.of_ca({.revoked = {{"0A1B", day("2026-05-01"), 1, {}, ""}}})}),
               Contains("(serial 0A1B): revoked at 2026-05-01"));
  }
  SECTION("its issuer is revoked by a root that is not at hand") {
    CHECK_THAT(own.list_refusal({own.of_root({.revoked = {{"02", day("2026-05-01"), 4, {}, ""}}})}),
               Contains("CN=racks") && Contains("revoked by revocation list 1 of CN=root"));
  }
  SECTION("stale") {
    CHECK_THAT(own.list_refusal({own.of_ca({.until = day("2026-05-31")})}),
               Contains("revocation list 1 of CN=racks,O=Acme: stale"));
  }
  SECTION("of the future") {
    CHECK_THAT(own.list_refusal({own.of_ca({.from = day("2026-07-01")})}),
               Contains("issued in the future, at 2026-07-01"));
  }
  SECTION("in the issuer's name, by another key") {
    const ChainGround other;
    CHECK_THAT(own.list_refusal({parsed_list(make_list({}, {&other.root_key, own.ground.ca_der}))}),
               Contains("not signed by CN=racks"));
  }
  SECTION("two of one number") {
    CHECK_THAT(own.list_refusal({own.of_ca({}), own.of_ca({.until = day("2026-11-01")})}),
               Contains("two different lists of one number"));
  }
}
