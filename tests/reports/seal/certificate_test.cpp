#include "reports/seal/certificate.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

std::string why(const std::string& der) {
  const auto certificate = seal::parse_certificate(der);
  REQUIRE_FALSE(certificate);
  return certificate.error().message;
}

}  // namespace

TEST_CASE("certificate: says who, by whom, when, what for and of which rack", "[reports][seal]") {
  const ChainGround ground;
  const auto leaf = parsed(ground.leaf_der);
  CHECK(leaf.subject == "CN=collector 7,O=Acme");
  CHECK(leaf.issuer == "CN=racks,O=Acme");
  CHECK(leaf.serial == "0A1B");
  CHECK(leaf.fingerprint.size() == 64);
  CHECK(leaf.not_before == day("2026-01-01"));
  CHECK(leaf.not_after == day("2028-01-01"));
  CHECK(leaf.key_kind == "Ed25519");
  CHECK(leaf.signed_by == "ED25519");
  REQUIRE(leaf.key);
  CHECK(leaf.key->pem() == ground.leaf_key.public_pem());
  CHECK(leaf.uses == std::vector{seal::key_use_of("collector")});
  CHECK(leaf.uris == std::vector<std::string>{kRackA});
  CHECK_FALSE(leaf.is_authority);
  CHECK_FALSE(leaf.is_own_issuer);
  CHECK(leaf.may_sign_data);
  CHECK_FALSE(leaf.may_sign_lists);
  CHECK(seal::describe(leaf) == "CN=collector 7,O=Acme (serial 0A1B)");
}

TEST_CASE("certificate: a root is told from a link and a leaf", "[reports][seal]") {
  const ChainGround ground;
  const auto root = parsed(ground.root_der);
  CHECK(root.is_authority);
  CHECK(root.is_own_issuer);
  CHECK(root.may_sign_lists);
  CHECK_FALSE(root.may_sign_data);
  const auto ca = parsed(ground.ca_der);
  CHECK(ca.is_authority);
  CHECK_FALSE(ca.is_own_issuer);
}

TEST_CASE("certificate: every kind of key has its name", "[reports][seal]") {
  const ChainGround ground;
  const auto kind_of = [&](const MadeKey& key) {
    return parsed(make_certificate(ground.leaf_facts, key, ground.ca())).key_kind;
  };
  CHECK(kind_of(MadeKey::on_curve("P-256")) == "P-256");
  CHECK(kind_of(MadeKey::on_curve("P-384")) == "P-384");
  CHECK_THAT(kind_of(MadeKey::on_curve("secp256k1")), Contains("a key on curve 1.3.132.0.10"));
  CHECK(kind_of(MadeKey::rsa(1024)) == "RSA of 1024 bits");
}

TEST_CASE("certificate: years beyond our clock are told as its last", "[reports][seal]") {
  ChainGround ground;
  auto facts = ground.leaf_facts;
  facts.until = day("2261-12-31");
  CHECK(parsed(make_certificate(facts, ground.leaf_key, ground.ca())).not_after ==
        day("2261-12-31"));
}

TEST_CASE("certificate: what is not one whole certificate of version 3 is refused",
          "[reports][seal]") {
  ChainGround ground;
  CHECK_THAT(why(""), Contains("not one X.509 certificate"));
  CHECK_THAT(why(ground.leaf_der + "\n"), Contains("not one X.509 certificate"));
  CHECK_THAT(why(ground.leaf_der.substr(0, 100)), Contains("not one X.509 certificate"));
  CHECK_THAT(why(std::string(20'000, '0')), Contains("20000 bytes, more than 16384"));
  SECTION("36.19 version 1, which knows no extensions") {
    auto facts = ground.leaf_facts;
    facts.extensions.clear();
    facts.version = 0;
    CHECK_THAT(
        why(make_certificate(facts, ground.leaf_key, ground.ca())),
        Contains("CN=collector 7,O=Acme (serial 0A1B): not an X.509 certificate of version 3"));
  }
  SECTION("36.20 extension that is there twice") {
    auto facts = ground.leaf_facts;
    facts.extensions.emplace_back("extendedKeyUsage", "serverAuth");
    CHECK_THAT(why(make_certificate(facts, ground.leaf_key, ground.ca())),
               Contains("cannot be read or is there twice"));
  }
  SECTION("36.21 extension that cannot be read") {
    auto facts = ground.leaf_facts;
    facts.extensions = with(facts.extensions, "subjectAltName", "DER:0500");
    CHECK_THAT(why(make_certificate(facts, ground.leaf_key, ground.ca())),
               Contains("cannot be read or is there twice"));
  }
  SECTION("36.22 URI with a NUL in it") {
    auto facts = ground.leaf_facts;
    facts.extensions = with(facts.extensions, "subjectAltName", "DER:3006860461006200");
    CHECK_THAT(why(make_certificate(facts, ground.leaf_key, ground.ca())),
               Contains("a URI that is not plain"));
  }
}

TEST_CASE("certificates: a text of several is read in its order, and nothing else",
          "[reports][seal]") {
  const ChainGround ground;
  const auto leaf = seal::pem_block(ground.leaf_der, "CERTIFICATE");
  const auto ca = seal::pem_block(ground.ca_der, "CERTIFICATE");
  const auto both = seal::parse_certificates(leaf + ca);
  REQUIRE(both);
  CHECK((*both)[0].serial == "0A1B");
  CHECK((*both)[1].serial == "02");
  const auto broken = seal::parse_certificates(leaf + seal::pem_block("0", "CERTIFICATE"));
  REQUIRE_FALSE(broken);
  CHECK_THAT(broken.error().message, Contains("certificate 2: not one X.509"));
  std::string many;
  for (int i = 0; i < 33; ++i) {
    many += leaf;
  }
  const auto refused = seal::parse_certificates(many);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().message, Contains("more than 32 blocks"));
}
