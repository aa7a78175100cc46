#include "reports/seal/authority.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

/// A leaf with these URIs among its names.
struct BindingGround : ChainGround {
  seal::DutSerials dut{{"AB-0007"}, {"H-1"}};

  void name(const std::string& uris) {
    leaf_facts.extensions = with(leaf_facts.extensions, "subjectAltName", uris);
    make();
  }
  [[nodiscard]] Result<void> binding() const {
    return seal::check_binding(given.certificates.front(), authority, dut);
  }
  [[nodiscard]] std::string why() const {
    const auto bound = binding();
    REQUIRE_FALSE(bound);
    CHECK(bound.error().kind == ErrorKind::untrusted);
    return bound.error().message;
  }
};

std::string why_no_root(const std::string& der) {
  const auto root = seal::check_root(parsed(der));
  REQUIRE_FALSE(root);
  CHECK(root.error().kind == ErrorKind::untrusted);
  return root.error().message;
}

}  // namespace

TEST_CASE("binding: a certificate speaks of the rack whose serial it carries", "[reports][seal]") {
  BindingGround ground;
  CHECK(ground.binding());
  ground.name("URI:urn:rackproof:host:H-1");
  CHECK(ground.binding());
  ground.name("URI:spiffe://acme/rack,URI:urn:rackproof:rack:other,URI:urn:rackproof:host:H-1");
  CHECK(ground.binding());
}

TEST_CASE("binding: another rack's certificate is refused", "[reports][seal]") {
  BindingGround ground;
  SECTION("31.11 report of rack A signed with rack B's certificate") {
    ground.name("URI:urn:rackproof:rack:AB-0008");
    CHECK_THAT(ground.why(), Contains("CN=collector 7") &&
                                 Contains("bound to urn:rackproof:rack:AB-0008, but this is about "
                                          "rack 'AB-0007', host 'H-1'"));
  }
  SECTION("31.13 serial of the rack as a host's name") {
    ground.name("URI:urn:rackproof:host:AB-0007");
    CHECK_THAT(ground.why(), Contains("bound to urn:rackproof:host:AB-0007"));
  }
  SECTION("31.14 no name of ours at all") {
    ground.name("DNS:rack.acme.example,URI:https://acme.example/AB-0007");
    CHECK_THAT(ground.why(), Contains("is bound to no rack"));
  }
  SECTION("31.15 a right name beside one in another spelling") {
    ground.name(std::string("URI:") + kRackA + ",URI:urn:rackproof:rack:%41B-0008");
    CHECK_THAT(ground.why(), Contains("another spelling of a name"));
  }
  SECTION("31.16 device that tells no serial number") {
    ground.dut = {};
    CHECK_THAT(ground.why(), Contains("a device that tells no serial number"));
  }
  SECTION("31.17 name that the trust file does not let this authority give") {
    ground.authority.names = {"urn:rackproof:rack:ZZ-*"};
    CHECK_THAT(ground.why(), Contains("urn:rackproof:rack:AB-0007 is not among the names that "
                                      "authority vendor may give"));
    ground.authority.names = {"urn:rackproof:rack:ZZ-*", "urn:rackproof:rack:AB-*"};
    CHECK(ground.binding());
  }
  SECTION("31.18 device outside the authority's scope") {
    ground.authority.duts = {"ZZ-*"};
    CHECK_THAT(ground.why(), Contains("does not reach to rack 'AB-0007'"));
    ground.authority.duts = {"ZZ-*", "AB-*"};
    CHECK(ground.binding());
  }
  SECTION("31.19 site's certificate where the trust file names no site") {
    ground.name("URI:urn:rackproof:site:fra1");
    CHECK_THAT(ground.why(), Contains("urn:rackproof:site:fra1 is not among the names"));
    ground.authority.names = {"urn:rackproof:site:fra1"};
    CHECK(ground.binding());
  }
}

TEST_CASE("authority: roles and predicates are those of the trust file", "[reports][seal]") {
  const ChainGround ground;
  CHECK(seal::may_vouch_for(ground.authority, "collector"));
  CHECK_FALSE(seal::may_vouch_for(ground.authority, "vendor"));
  CHECK(seal::may_sign(ground.authority, "https://any"));
  auto narrow = ground.authority;
  narrow.predicates = {"https://one"};
  CHECK(seal::may_sign(narrow, "https://one"));
  CHECK_FALSE(seal::may_sign(narrow, "https://one/"));
}

TEST_CASE("authority: only a root that counts can be pinned", "[reports][seal]") {
  ChainGround ground;
  CHECK(seal::check_root(ground.authority.root));
  SECTION("36.15 intermediate or leaf in the place of a root") {
    CHECK_THAT(why_no_root(ground.ca_der), Contains("no root: it must be CA:TRUE"));
    CHECK_THAT(why_no_root(ground.leaf_der), Contains("no root: it must be CA:TRUE"));
  }
  SECTION("36.16 root with an RSA key") {
    ground.root_key = MadeKey::rsa(2048);
    const auto der = make_certificate(ground.root_facts, ground.root_key, {&ground.root_key, ""});
    CHECK_THAT(why_no_root(der), Contains("RSA of 2048 bits signed with"));
  }
  SECTION("36.17 root signed with SHA-1") {
    ground.root_key = MadeKey::on_curve("P-256");
    ground.root_facts.digest = EVP_sha1();
    const auto der = make_certificate(ground.root_facts, ground.root_key, {&ground.root_key, ""});
    CHECK_THAT(why_no_root(der), Contains("P-256 signed with ecdsa-with-SHA1"));
  }
  SECTION("36.18 root that its own key did not sign") {
    auto der = ground.root_der;
    der.back() = static_cast<char>(der.back() ^ 1);
    CHECK_THAT(why_no_root(der), Contains("not signed by its own key"));
  }
}
