#include "reports/seal/revocation_list.h"

#include <array>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

std::string why(const std::string& der) {
  const auto list = seal::parse_list(der);
  REQUIRE_FALSE(list);
  return list.error().message;
}

}  // namespace

TEST_CASE("revocation list: tells number, times, serials, dates and reasons", "[reports][seal]") {
  const ChainGround ground;
  const auto list =
      parsed_list(make_list({.number = "4096",
                             .revoked = {{"0A1B", day("2026-04-01"), 1, day("2026-03-01"), ""},
                                         {"0C", day("2026-05-01"), {}, {}, ""}}},
                            ground.ca()));
  CHECK(list.issuer == "CN=racks,O=Acme");
  CHECK(list.number == 4096);
  CHECK(list.this_update == day("2026-01-01"));
  CHECK(list.next_update == day("2026-12-01"));
  REQUIRE(list.revoked.size() == 2);
  CHECK(list.revoked[0].serial == "0A1B");
  CHECK(list.revoked[0].at == day("2026-04-01"));
  CHECK(list.revoked[0].reason == seal::RevocationReason::key_compromise);
  CHECK(list.revoked[0].invalid_since == day("2026-03-01"));
  CHECK(list.revoked[1].reason == seal::RevocationReason::unspecified);
  CHECK_FALSE(list.revoked[1].invalid_since);
}

TEST_CASE("revocation list: every reason of RFC 5280 has its word", "[reports][seal]") {
  const ChainGround ground;
  const std::array reasons{std::pair{0, "unspecified"},     std::pair{1, "keyCompromise"},
                           std::pair{2, "cACompromise"},    std::pair{3, "affiliationChanged"},
                           std::pair{4, "superseded"},      std::pair{5, "cessationOfOperation"},
                           std::pair{6, "certificateHold"}, std::pair{9, "privilegeWithdrawn"},
                           std::pair{10, "aACompromise"}};
  for (const auto& [number, word] : reasons) {
    const auto list = parsed_list(
        make_list({.revoked = {{"0A", day("2026-04-01"), number, {}, ""}}}, ground.ca()));
    CHECK(word_of(seal::kRevocationReasons, list.revoked[0].reason) == word);
  }
}

TEST_CASE("revocation list: what narrows a list or changes its meaning is refused by name",
          "[reports][seal]") {
  const ChainGround ground;
  const auto with_extension = [&](const char* name, const char* value) {
    return why(make_list({.extensions = {{name, value}}}, ground.ca()));
  };
  SECTION("38.16 delta list") {
    CHECK_THAT(with_extension("deltaCRL", "critical,DER:020103"),
               Contains("CN=racks,O=Acme: not a complete list"));
  }
  SECTION("38.25 list of some certificates only") {
    CHECK_THAT(with_extension("issuingDistributionPoint", "critical,onlyCA:TRUE"),
               Contains("not a complete list"));
  }
  SECTION("38.26 unknown critical extension of the list") {
    CHECK_THAT(with_extension("1.2.3.4", "critical,DER:0500"),
               Contains("a critical extension that is not known here"));
  }
  SECTION("38.27 unknown critical extension of an entry") {
    CHECK_THAT(
        why(make_list({.revoked = {{"0A", day("2026-04-01"), {}, {}, "1.2.3.4"}}}, ground.ca())),
        Contains("entry 1: a critical extension that is not known here"));
  }
  SECTION("38.28 entry that only a delta list can have") {
    CHECK_THAT(why(make_list({.revoked = {{"0A", day("2026-04-01"), 8, {}, ""}}}, ground.ca())),
               Contains("reason 8, which a complete list cannot have"));
  }
  SECTION("38.17 list without a number") {
    CHECK_THAT(why(make_list({.number = ""}, ground.ca())), Contains("no list number"));
  }
  SECTION("38.29 list number beyond all counting") {
    CHECK_THAT(why(make_list({.number = "99999999999999999999999"}, ground.ca())),
               Contains("above 2^63 - 1"));
  }
  SECTION("38.18 list that says not until when it holds") {
    CHECK_THAT(why(make_list({.until = std::nullopt}, ground.ca())), Contains("next update"));
  }
}

TEST_CASE("revocation list: noise, a certificate and bytes behind it are refused",
          "[reports][seal]") {
  const ChainGround ground;
  const auto der = make_list({}, ground.ca());
  CHECK_THAT(why(""), Contains("not one X.509 revocation list"));
  CHECK_THAT(why(der + "\n"), Contains("not one X.509 revocation list"));
  CHECK_THAT(why(der.substr(0, der.size() - 1)), Contains("not one X.509 revocation list"));
  CHECK_THAT(why(ground.leaf_der), Contains("not one X.509 revocation list"));
}

TEST_CASE("revocation list: a text holds several, and no certificate", "[reports][seal]") {
  const ChainGround ground;
  const auto one = seal::pem_block(make_list({.number = "1"}, ground.ca()), seal::kListLabel);
  const auto two = seal::pem_block(make_list({.number = "2"}, ground.root()), seal::kListLabel);
  const auto lists = seal::parse_lists(one + two);
  REQUIRE(lists);
  REQUIRE(lists->size() == 2);
  CHECK(seal::is_list_of((*lists)[0], ground.given.certificates[1]));
  CHECK_FALSE(seal::is_list_of((*lists)[1], ground.given.certificates[1]));
  CHECK(seal::is_signed_by((*lists)[0], ground.given.certificates[1]));
  CHECK_FALSE(seal::is_signed_by((*lists)[0], ground.authority.root));
  const auto mixed = seal::parse_lists(one + seal::pem_block(ground.ca_der, "CERTIFICATE"));
  REQUIRE_FALSE(mixed);
  CHECK_THAT(mixed.error().message, Contains("found '-----BEGIN CERTIFICATE-----'"));
}
