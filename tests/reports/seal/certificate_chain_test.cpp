#include "reports/seal/certificate_chain.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>

#include "tests/reports/seal/chain_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;
using seal::RevocationDemand;

TEST_CASE("chain: vendor, integrator and rack hold together", "[reports][seal]") {
  const ChainGround ground;
  const auto chain = ground.judge();
  INFO((chain ? "" : chain.error().message));
  REQUIRE(chain);
  REQUIRE(chain->certificates.size() == 3);
  CHECK(chain->certificates[0].subject == "CN=collector 7,O=Acme");
  CHECK(chain->certificates[1].subject == "CN=racks,O=Acme");
  CHECK(chain->certificates[2].subject == "CN=root,O=Vendor");
  REQUIRE(chain->notes.size() == 2);
  CHECK_THAT(chain->notes[0], Contains("not known whether revoked"));
}

TEST_CASE("chain: what a bundle brings along vouches for nobody", "[reports][seal]") {
  ChainGround ground;
  SECTION("35.1 chain to a root that the world trusts and the trust file does not") {
    const ChainGround elsewhere;
    ground.given.certificates = elsewhere.given.certificates;
    CHECK_THAT(ground.refusal(),
               Contains("CN=racks,O=Acme") &&
                   Contains("is neither the pinned root nor among the certificates"));
  }
  SECTION("35.2 self-signed leaf") {
    const auto der = make_certificate(ground.leaf_facts, ground.leaf_key, {&ground.leaf_key, ""});
    ground.given.certificates = {parsed(der)};
    CHECK_THAT(ground.refusal(), Contains("CN=collector 7") && Contains("self-signed"));
  }
  SECTION("35.10 leaf that the pinned root issued under the root's own name") {
    auto facts = ground.leaf_facts;
    facts.subject = ground.root_facts.subject;
    ground.given.certificates = {parsed(make_certificate(facts, ground.leaf_key, ground.root()))};
    CHECK_THAT(ground.refusal(), Contains("self-signed, or named like its issuer"));
  }
  SECTION("35.11 CAs that vouch for one another and for the leaf, and nobody for them") {
    const auto other_key = MadeKey::ed25519();
    auto one = ground.ca_facts;
    auto other = ground.ca_facts;
    one.extensions = with(one.extensions, "basicConstraints", "critical,CA:TRUE");
    other.subject = "O=Acme,CN=others";
    other.extensions = one.extensions;
    const auto other_der = make_certificate(other, other_key, ground.ca());
    ground.given.certificates[1] =
        parsed(make_certificate(one, ground.ca_key, {&other_key, other_der}));
    ground.given.certificates.push_back(parsed(other_der));
    CHECK_THAT(ground.refusal(), Contains("is neither the pinned root nor among"));
  }
  SECTION("35.3 root supplied in the bundle") {
    const ChainGround elsewhere;
    ground.given.certificates = elsewhere.given.certificates;
    ground.given.certificates.push_back(parsed(elsewhere.root_der));
    CHECK_THAT(ground.refusal(), Contains("CN=root,O=Vendor (serial 01)") &&
                                     Contains("vouches for itself, and the trust file does not"));
  }
}

TEST_CASE("chain: a certificate is refused for what it is", "[reports][seal]") {
  ChainGround ground;
  SECTION("36.1 leaf without our extended key usage") {
    auto& extensions = ground.leaf_facts.extensions;
    SECTION("none at all") {
      extensions.erase(extensions.begin() + 2);
    }
    SECTION("of a web server, or any") {
      extensions = with(extensions, "extendedKeyUsage", "serverAuth,anyExtendedKeyUsage");
    }
    SECTION("of the other role") {
      extensions = with(extensions, "extendedKeyUsage", seal::key_use_of("certifier"));
    }
    ground.make();
    CHECK_THAT(ground.refusal(),
               Contains("(serial 0A1B): its extended key usage does not say collector (2.25."));
  }
  SECTION("36.2 CA:TRUE leaf") {
    ground.leaf_facts.extensions =
        with(ground.leaf_facts.extensions, "basicConstraints", "critical,CA:TRUE");
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("issues certificates (CA:TRUE)"));
  }
  SECTION("36.3 path length exceeded") {
    const auto under = MadeKey::ed25519();
    auto facts = ground.ca_facts;
    facts.subject = "O=Acme,CN=under racks";
    const auto under_der = make_certificate(facts, under, ground.ca());
    const auto leaf_der = make_certificate(ground.leaf_facts, ground.leaf_key, {&under, under_der});
    ground.given.certificates = {parsed(leaf_der), parsed(under_der), parsed(ground.ca_der)};
    CHECK_THAT(ground.refusal(),
               Contains("CN=racks,O=Acme (serial 02): path length constraint exceeded"));
  }
  SECTION("36.4 unknown critical extension in leaf and CA") {
    const bool in_leaf = GENERATE(true, false);
    auto& facts = in_leaf ? ground.leaf_facts : ground.ca_facts;
    facts.extensions = with(facts.extensions, "1.2.3.4", "critical,DER:0500");
    ground.make();
    CHECK_THAT(ground.refusal(),
               Contains(in_leaf ? "0A1B" : "02") && Contains("unhandled critical extension"));
  }
  SECTION("36.5 SHA-1 under leaf and CA") {
    const bool in_leaf = GENERATE(true, false);
    ground.root_key = MadeKey::on_curve("P-256");
    ground.ca_key = MadeKey::on_curve("P-256");
    ground.make();
    REQUIRE(ground.judge());  // with SHA-256
    (in_leaf ? ground.leaf_facts : ground.ca_facts).digest = EVP_sha1();
    ground.make();
    CHECK_THAT(ground.refusal(),
               Contains(in_leaf ? "0A1B" : "02") && Contains("signed with ecdsa-with-SHA1"));
  }
  SECTION("36.6 RSA of 1024 bits, or of any size, in leaf and CA") {
    const bool in_leaf = GENERATE(true, false);
    const auto bits = GENERATE(1024U, 3072U);
    (in_leaf ? ground.leaf_key : ground.ca_key) = MadeKey::rsa(bits);
    ground.make();
    CHECK_THAT(ground.refusal(),
               Contains(in_leaf ? "0A1B" : "02") &&
                   Contains("RSA of " + std::to_string(bits) + " bits: keys are Ed25519"));
  }
  SECTION("36.7 small-order Ed25519 key") {
    const auto key = MadeKey::of_point({1});
    const auto der = make_certificate(ground.leaf_facts, key, ground.ca());
    const auto read = seal::parse_certificate(der);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::untrusted);
    CHECK_THAT(read.error().message, Contains("CN=collector 7") && Contains("small order"));
  }
  SECTION("36.8 leaf whose key usage does not say digitalSignature") {
    ground.leaf_facts.extensions =
        with(ground.leaf_facts.extensions, "keyUsage", "critical,keyAgreement");
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("does not say digitalSignature"));
  }
  SECTION("36.9 intermediate that is no CA") {
    ground.ca_facts.extensions =
        with(ground.ca_facts.extensions, "basicConstraints", "critical,CA:FALSE");
    ground.ca_facts.extensions = with(ground.ca_facts.extensions, "keyUsage", "digitalSignature");
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("CN=racks,O=Acme (serial 02)"));
  }
  SECTION("36.10 intermediate whose extended key usage does not reach to the role") {
    ground.ca_facts.extensions =
        with(ground.ca_facts.extensions, "extendedKeyUsage", seal::key_use_of("certifier"));
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("(serial 02): its extended key usage does not reach to "
                                          "collector"));
  }
  SECTION("36.11 certificate with one bit changed after it was signed") {
    auto der = ground.leaf_der;
    der.back() = static_cast<char>(der.back() ^ 1);
    ground.given.certificates.front() = parsed(der);
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): certificate signature failure"));
  }
}

TEST_CASE("chain: an integrator's name constraints bind what it issues", "[reports][seal]") {
  ChainGround ground;
  const auto constrain = [&](const char* constraint) {
    ground.ca_facts.extensions = with(ground.ca_facts.extensions, "nameConstraints", constraint);
    ground.make();
  };
  SECTION("a directory name within them holds") {
    constrain("critical,permitted;dirName:dir_within");
    CHECK(ground.judge());
  }
  SECTION("36.12 subject outside the name constraints") {
    ground.leaf_facts.subject = "O=Other,CN=collector 7";
    constrain("critical,permitted;dirName:dir_within");
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): permitted subtree violation"));
  }
  SECTION("36.13 constraint over URIs, which cannot bind a name of ours, refuses all of them") {
    constrain("critical,permitted;URI:.acme.example");
    CHECK_THAT(ground.refusal(), Contains("constrain the directory name instead"));
  }
}

TEST_CASE("chain: a leaf that tells no name of its own is under no constraint over names",
          "[reports][seal]") {
  ChainGround ground;
  auto& names = ground.leaf_facts.extensions;
  names = with(names, "subjectAltName", std::string("critical,URI:") + kRackA);
  ground.leaf_facts.subject.clear();
  ground.make();
  SECTION("nobody constrains it: the serial number binds it all the same") {
    const auto chain = ground.judge();
    REQUIRE(chain);
    CHECK(seal::describe(chain->certificates.front()) == "(no name) (serial 0A1B)");
  }
  SECTION("36.40 no subject, out of which directory names would be constrained") {
    const auto constraint =
        GENERATE("critical,permitted;dirName:dir_within", "permitted;dirName:dir_within");
    ground.ca_facts.extensions = with(ground.ca_facts.extensions, "nameConstraints", constraint);
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): has no subject, so the name constraints "
                                          "of CN=racks,O=Acme (serial 02) bind it to nothing"));
  }
  SECTION("36.41 no subject, under a root that constrains names itself") {
    ground.ca_facts.subject = "O=Acme,CN=racks";
    ground.root_facts.extensions = with(ground.root_facts.extensions, "nameConstraints",
                                        "critical,permitted;dirName:dir_within");
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): has no subject"));
  }
}

TEST_CASE("chain: every certificate is judged at the proven time", "[reports][seal]") {
  ChainGround ground;  // leaf 2026-2028, CA 2025-2030, root 2020-2040
  SECTION("37.11 leaf expired at the proven time") {
    ground.proven_at("2028-01-02");
    CHECK_THAT(ground.refusal(),
               Contains("(serial 0A1B): expired: valid from 2026-01-01T00:00:00") &&
                   Contains("judged at 2028-01-02T00:00:00.000000000Z, proven by a stamp"));
  }
  SECTION("37.12 intermediate expired at the proven time, though the leaf is not") {
    ground.ca_facts.until = day("2026-03-01");
    ground.make();
    ground.proven_at("2026-04-01");
    CHECK_THAT(ground.refusal(), Contains("CN=racks,O=Acme (serial 02): expired"));
  }
  SECTION("37.13 leaf not yet valid at the proven time") {
    ground.proven_at("2025-12-31");
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): not yet valid"));
  }
  SECTION("37.15 intermediate not yet valid at the proven time") {
    ground.ca_facts.from = day("2026-05-01");
    ground.make();
    ground.proven_at("2026-04-01");
    CHECK_THAT(ground.refusal(), Contains("CN=racks,O=Acme (serial 02): not yet valid"));
  }
  SECTION("37.16 root expired at the proven time") {
    ground.root_facts.until = day("2026-03-01");
    ground.make();
    CHECK_THAT(ground.refusal(), Contains("CN=root,O=Vendor (serial 01): expired"));
  }
  SECTION("years later the proven time still holds, also between renewed certificates") {
    ground.question.time.now = day("2036-01-01");
    ground.proven_at("2026-06-01");
    CHECK(ground.judge());
  }
  SECTION("39.11 no time proof but expired certificate: judged now, never at the claimed time") {
    ground.question.time.now = day("2029-01-01");
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): expired") &&
                                     Contains("now, because no stamp proves another time"));
  }
  SECTION("39.12 no time proof but expired intermediate") {
    ground.leaf_facts.until = day("2035-01-01");
    ground.make();
    ground.question.time.now = day("2031-01-01");
    CHECK_THAT(ground.refusal(), Contains("(serial 02): expired") && Contains("now, because"));
  }
}

TEST_CASE("chain: revocation is asked of every certificate but the root", "[reports][seal]") {
  ChainGround ground;
  SECTION("nothing revoked, and all is told") {
    ground.put_lists({}, {});
    const auto chain = ground.judge();
    REQUIRE(chain);
    CHECK(chain->notes.empty());
  }
  SECTION("38.1 leaf revoked before the stamp") {
    ground.put_lists({}, {{"0A1B", day("2026-04-01"), 1, {}, ""}});
    ground.proven_at("2026-05-01");
    CHECK_THAT(ground.refusal(), Contains("(serial 0A1B): revoked at 2026-04-01T00:00:00") &&
                                     Contains("(keyCompromise)"));
  }
  SECTION("38.7 intermediate revoked") {
    ground.put_lists({{"02", day("2026-04-01"), 4, {}, ""}}, {});
    CHECK_THAT(ground.refusal(),
               Contains("CN=racks,O=Acme (serial 02): revoked") && Contains("(superseded)"));
  }
  SECTION("38.8 list of the integrator alone does not speak for the vendor's") {
    ground.put_lists({}, {});
    ground.given.lists.erase(ground.given.lists.begin());
    CHECK_THAT(ground.refusal(), Contains("(serial 02): no revocation list of CN=root,O=Vendor"));
  }
}

TEST_CASE("chain: the signer is found by the key that signed", "[reports][seal]") {
  ChainGround ground;
  const std::string message = "DSSEv1 4 type 4 body";
  const auto signature = ground.leaf_key.sign(message);
  const std::array authorities{ground.authority};
  const auto find = [&](const std::string& signed_by) {
    return seal::find_chain_signer({message, signed_by}, ground.given, authorities,
                                   ground.question);
  };
  SECTION("and named with its authority") {
    const auto found = find(signature);
    REQUIRE(found);
    CHECK(found->authority == "vendor");
    CHECK(found->key == *ground.given.certificates.front().key);
    CHECK(found->chain.certificates.size() == 3);
  }
  SECTION("among several leaves in any order") {
    const auto other = MadeKey::ed25519();
    auto facts = ground.leaf_facts;
    facts.serial = "0C";
    const auto der = make_certificate(facts, other, ground.ca());
    ground.given.certificates.insert(ground.given.certificates.begin(), parsed(der));
    CHECK(find(signature)->chain.certificates.front().serial == "0A1B");
    CHECK(find(other.sign(message))->chain.certificates.front().serial == "0C");
  }
  SECTION("a stranger's signature is nobody's of the bundle") {
    const auto found = find(MadeKey::ed25519().sign(message));
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::absent);
  }
  SECTION("36.14 right key, wrong role: the refusal of the certificate is told") {
    ground.question.role = "certifier";
    const auto found = find(signature);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::untrusted);
    CHECK_THAT(found.error().message, Contains("does not say certifier"));
  }
}

TEST_CASE("chain: a CA that signs with its own certificate is refused", "[reports][seal]") {
  ChainGround ground;
  ground.given.certificates = {parsed(ground.ca_der)};
  CHECK_THAT(ground.refusal(), Contains("(serial 02): issues certificates"));
}

TEST_CASE("chain: an authority vouches only for the roles that the trust file gives it",
          "[reports][seal]") {
  ChainGround ground;
  ground.authority.roles = {"certifier"};
  CHECK_THAT(ground.refusal(), Contains("authority vendor vouches for no collector"));
  ground.question.role = "time-stamper";
  ground.authority.roles = {"time-stamper"};
  CHECK_THAT(ground.refusal(), Contains("no certificate can give the role time-stamper"));
}
