#include "reports/seal/revocation.h"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;
using seal::JudgingTime;
using seal::RevocationDemand;

namespace {

/// A leaf, its CA, and what lists of the CA make of it.
struct RevocationGround : ChainGround {
  std::vector<seal::RevocationList> lists;
  seal::RevocationPolicy policy{RevocationDemand::required, {}};
  JudgingTime time{std::nullopt, day("2026-06-01")};

  void add(const ListFacts& facts) { lists.push_back(parsed_list(make_list(facts, ca()))); }
  void revoke(RevokedFacts entry) { add({.number = "7", .revoked = {std::move(entry)}}); }

  [[nodiscard]] Result<std::string> of(const seal::Certificate& certificate,
                                       const seal::Certificate& issuer) const {
    return seal::judge_revocation(certificate, issuer, lists, policy, time);
  }
  [[nodiscard]] Result<std::string> of_leaf() const {
    return of(given.certificates[0], given.certificates[1]);
  }
  [[nodiscard]] std::string why() const {
    const auto judged = of_leaf();
    REQUIRE_FALSE(judged);
    CHECK(judged.error().kind == ErrorKind::untrusted);
    return judged.error().message;
  }
};

}  // namespace

TEST_CASE("revocation: a list that does not name it lets it pass without a word",
          "[reports][seal]") {
  RevocationGround ground;
  ground.revoke({"0B", day("2026-02-01"), 1, {}, ""});
  REQUIRE(ground.of_leaf());
  CHECK(ground.of_leaf()->empty());
}

TEST_CASE("revocation: a list that cannot be used is an error, not silence", "[reports][seal]") {
  RevocationGround ground;
  SECTION("38.2 stale") {
    ground.add({.until = day("2026-05-31")});
    CHECK_THAT(ground.why(), Contains("revocation list 1 of CN=racks,O=Acme: stale, it held until "
                                      "2026-05-31"));
    ground.time.proven = day("2026-05-01");  // it held then
    CHECK(ground.of_leaf());
    ground.time.proven = day("2026-05-31");
    CHECK_THAT(ground.why(), Contains("stale"));
  }
  SECTION("38.19 stale is an error also where no list is required") {
    ground.policy.demand = RevocationDemand::if_present;
    ground.add({.until = day("2026-05-31")});
    CHECK_THAT(ground.why(), Contains("stale"));
  }
  SECTION("38.3 of another issuer") {
    ground.lists = {parsed_list(make_list({}, ground.root()))};
    CHECK_THAT(ground.why(),
               Contains("no revocation list of CN=racks,O=Acme (there are lists of CN=root"));
  }
  SECTION("38.20 of another issuer of the same name, told by the key identifier") {
    const ChainGround elsewhere;
    ground.lists = {parsed_list(
        make_list({.extensions = {{"authorityKeyIdentifier", "keyid"}}}, elsewhere.ca()))};
    CHECK_THAT(ground.why(), Contains("no revocation list of CN=racks,O=Acme (there are lists of "
                                      "CN=racks,O=Acme by another key)"));
  }
  SECTION("38.50 by an issuer that is not one of lists") {
    ground.ca_facts.extensions =
        with(ground.ca_facts.extensions, "keyUsage", "critical,keyCertSign");
    ground.make();
    ground.add({});
    CHECK_THAT(ground.why(), Contains("certificate CN=racks,O=Acme (serial 02): signed revocation "
                                      "list 1 of CN=racks,O=Acme, and its key usage does not say "
                                      "cRLSign"));
  }
  SECTION("38.51 lower number than one already seen, under the issuer's name spelled otherwise") {
    auto facts = ground.ca_facts;
    facts.subject = "O=ACME,CN=Racks";
    const auto der = make_certificate(facts, ground.ca_key, ground.root());
    ground.lists = {parsed_list(make_list({.number = "8"}, {&ground.ca_key, der}))};
    REQUIRE(ground.of_leaf());
    for (const auto* issuer : {"CN=racks,O=Acme", "CN=Racks,O=ACME"}) {
      ground.policy.floors = {{issuer, 9}};
      CHECK_THAT(ground.why(), Contains("list 8 of CN=Racks,O=ACME: older than list 9"));
    }
  }
  SECTION("38.4 not signed by its issuer") {
    const auto stranger = MadeKey::ed25519();
    ground.lists = {parsed_list(make_list({}, {&stranger, ground.ca_der}))};
    CHECK_THAT(ground.why(), Contains("not signed by CN=racks,O=Acme (serial 02)"));
    ground.policy.demand = RevocationDemand::if_present;
    CHECK_THAT(ground.why(), Contains("not signed by"));
  }
  SECTION("38.21 changed after it was signed") {
    auto der = make_list({}, ground.ca());
    der.back() = static_cast<char>(der.back() ^ 1);
    ground.lists = {parsed_list(der)};
    CHECK_THAT(ground.why(), Contains("not signed by"));
  }
  SECTION("38.22 signed with SHA-1") {
    ground.ca_key = MadeKey::on_curve("P-256");
    ground.make();
    ground.add({.digest = EVP_sha1()});
    CHECK_THAT(ground.why(), Contains("not signed by"));
  }
  SECTION("38.5 lower number than one already seen") {
    ground.policy.floors = {{"CN=racks,O=Acme", 9}, {"CN=other", 99}};
    ground.add({.number = "8"});
    CHECK_THAT(ground.why(), Contains("list 8 of CN=racks,O=Acme: older than list 9"));
    ground.add({.number = "9"});
    CHECK(ground.of_leaf());
  }
  SECTION("38.6 absent although the policy demands it") {
    CHECK_THAT(ground.why(), Contains("(serial 0A1B): no revocation list of CN=racks,O=Acme, and "
                                      "the trust file requires one"));
    ground.policy.demand = RevocationDemand::if_present;
    REQUIRE(ground.of_leaf());
    CHECK_THAT(*ground.of_leaf(), Contains("not known whether revoked"));
  }
  SECTION("38.9 issued in the future") {
    ground.add({.from = day("2026-06-02")});
    CHECK_THAT(ground.why(), Contains("issued in the future"));
  }
  SECTION("38.10 two different lists of one number") {
    ground.add({.number = "7"});
    ground.revoke({"0A1B", day("2026-02-01"), 1, {}, ""});
    CHECK_THAT(ground.why(), Contains("two different lists of one number"));
  }
}

TEST_CASE("revocation: the newest list counts, whoever brought it", "[reports][seal]") {
  RevocationGround ground;
  ground.add({.number = "5", .until = day("2026-03-01")});  // stale by now, and no longer asked
  ground.revoke({"0A1B", day("2026-02-01"), 1, {}, ""});
  CHECK_THAT(ground.why(), Contains("revoked at 2026-02-01"));
  std::swap(ground.lists[0], ground.lists[1]);
  CHECK_THAT(ground.why(), Contains("revoked at 2026-02-01"));
}

TEST_CASE("revocation: a compromised key is believed only for what a stamp proves to be older",
          "[reports][seal]") {
  RevocationGround ground;
  const auto reason = GENERATE(std::optional<int>(), std::optional<int>(0), std::optional<int>(1),
                               std::optional<int>(2), std::optional<int>(10));
  INFO("reason " << reason.value_or(-1));
  SECTION("38.11 revoked as compromised, no stamp: refused whatever date is claimed") {
    ground.revoke({"0A1B", day("2026-04-01"), reason, {}, ""});
    CHECK_THAT(ground.why(), Contains("no stamp proves the signature to be older"));
  }
  SECTION("38.23 without a stamp also before a revocation that lies ahead") {
    ground.revoke({"0A1B", day("2026-07-01"), reason, {}, ""});
    CHECK_THAT(ground.why(), Contains("no stamp proves the signature to be older"));
  }
  SECTION("a stamp before the revocation lets it pass, and the note tells") {
    ground.revoke({"0A1B", day("2026-04-01"), reason, {}, ""});
    ground.time.proven = day("2026-03-31T23:59:59Z");
    REQUIRE(ground.of_leaf());
    CHECK_THAT(*ground.of_leaf(),
               Contains("revoked at 2026-04-01") && Contains("after the signature"));
  }
  SECTION("38.12 stamp of the very moment of the revocation") {
    ground.revoke({"0A1B", day("2026-04-01"), reason, {}, ""});
    ground.time.proven = day("2026-04-01");
    CHECK_THAT(ground.why(), Contains("revoked at 2026-04-01") && Contains("proven by a stamp"));
  }
  SECTION("38.13 stamp between invalidity date and revocation") {
    ground.revoke({"0A1B", day("2026-04-01"), reason, day("2026-02-01"), ""});
    ground.time.proven = day("2026-03-01");
    CHECK_THAT(ground.why(), Contains("in doubt since 2026-02-01"));
    ground.time.proven = day("2026-01-15");
    CHECK(ground.of_leaf());
  }
  SECTION("an invalidity date after the revocation lets nothing more pass") {
    ground.revoke({"0A1B", day("2026-04-01"), reason, day("2026-05-15"), ""});
    ground.time.proven = day("2026-05-01");
    CHECK_THAT(ground.why(), Contains("revoked at 2026-04-01"));
  }
}

TEST_CASE("revocation: for any other reason it counts from its date on", "[reports][seal]") {
  RevocationGround ground;
  const auto reason = GENERATE(3, 4, 5, 6, 9);
  INFO("reason " << reason);
  ground.revoke({"0A1B", day("2026-04-01"), reason, day("2026-01-05"), ""});
  SECTION("38.14 retired before now, and no stamp") {
    CHECK_THAT(ground.why(), Contains("revoked at 2026-04-01") && Contains("now, because"));
  }
  SECTION("38.24 retired before the stamp") {
    ground.time.proven = day("2026-04-01");
    CHECK_THAT(ground.why(), Contains("revoked at 2026-04-01"));
  }
  SECTION("what is stamped before stays good") {
    ground.time.proven = day("2026-03-31");
    CHECK(ground.of_leaf());
  }
}

TEST_CASE("revocation: a compromised issuer is refused whatever a stamp says", "[reports][seal]") {
  RevocationGround ground;
  const auto by_root = [&](std::optional<int> reason) {
    ground.lists = {parsed_list(
        make_list({.revoked = {{"02", day("2026-04-01"), reason, {}, ""}}}, ground.root()))};
    return ground.of(ground.given.certificates[1], ground.authority.root);
  };
  ground.time.proven = day("2026-03-01");
  SECTION("38.15 CA compromised after the stamp: its certificates can be of any date") {
    const auto judged = by_root(GENERATE(std::optional<int>(), std::optional<int>(2)));
    REQUIRE_FALSE(judged);
    CHECK_THAT(judged.error().message,
               Contains("CN=racks,O=Acme (serial 02): revoked at 2026-04-01") &&
                   Contains("no stamp says when it issued a certificate"));
  }
  SECTION("a CA that only retired stays good for what was stamped before") {
    CHECK(by_root(5));
    ground.time.proven = day("2026-04-01");
    CHECK_FALSE(by_root(5));
  }
}

TEST_CASE("revocation: the harder of two entries for one certificate counts", "[reports][seal]") {
  RevocationGround ground;
  ground.add({.revoked = {{"0A1B", day("2026-05-01"), 4, {}, ""},
                          {"0A1B", day("2026-02-01"), 1, {}, ""}}});
  ground.time.proven = day("2026-03-01");
  CHECK_THAT(ground.why(), Contains("keyCompromise"));
}
