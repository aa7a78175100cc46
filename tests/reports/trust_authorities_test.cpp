#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/pem_blocks.h"
#include "reports/trust_file.h"
#include "tests/reports/seal/chain_ground.h"
#include "tests/reports/trust_text.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

std::string authority_table(const std::string& root_der, const std::string& more = "") {
  return "[[authority]]\nid = \"vendor\"\nroles = [\"collector\"]\nroot = '''\n" +
         seal::pem_block(root_der, "CERTIFICATE") + "'''\n" + more;
}

Result<TrustPolicy> parse(const std::string& text, const std::string& directory = "/nonexistent") {
  return parse_trust(text, "t.toml", directory);
}

std::string why_not(const std::string& text) {
  const auto trust = parse(text);
  REQUIRE_FALSE(trust);
  return trust.error().message;
}

}  // namespace

TEST_CASE("trust file: an authority pins a root, and says whom it may vouch for",
          "[reports][trust]") {
  const ChainGround ground;
  const testing::TempDir dir;
  dir.write("root.pem", seal::pem_block(ground.root_der, "CERTIFICATE"));
  dir.write("new.crl.pem", seal::pem_block(make_list({.number = "9"}, ground.ca()), "X509 CRL"));
  const auto trust = parse(R"([[authority]]
id = "vendor"
root = "root.pem"
roles = ["collector", "certifier"]
names = ["urn:rackproof:host:AB-*"]
dut = ["AB-*"]
predicates = ["https://rackproof.org/attestation/run-record/v1"]
lowest_sequence = 12
issuer = "Acme"
not_before = "2026-01-01T00:00:00Z"
not_after = "2027-12-31T00:00:00Z"
revocation = "if_present"
revocation_lists = ["new.crl.pem"]

[[authority.lowest_list]]
issuer = "CN=racks,O=Acme"
number = 7
)",
                           dir.path().string());
  INFO((trust ? "" : trust.error().message));
  REQUIRE(trust);
  REQUIRE(trust->authorities.size() == 1);
  const auto& authority = trust->authorities.front();
  CHECK(authority.id == "vendor");
  CHECK(authority.root == ground.authority.root);
  CHECK(authority.roles == std::vector<std::string>{"collector", "certifier"});
  CHECK(authority.names == std::vector<std::string>{"urn:rackproof:host:AB-*"});
  CHECK(authority.duts == std::vector<std::string>{"AB-*"});
  CHECK(authority.predicates.size() == 1);
  CHECK(authority.lowest_sequence == 12);
  CHECK(authority.issuer == "Acme");
  CHECK(authority.window.words() ==
        "from 2026-01-01T00:00:00.000000000Z until 2027-12-31T00:00:00.000000000Z");
  CHECK(authority.revocation.demand == seal::RevocationDemand::if_present);
  REQUIRE(authority.revocation.floors.size() == 1);
  CHECK(authority.revocation.floors[0].issuer == "CN=racks,O=Acme");
  CHECK(authority.revocation.floors[0].number == 7);
  REQUIRE(trust->revocations.size() == 1);
  CHECK(trust->revocations[0].number == 9);
}

TEST_CASE("trust file: revocation lists are required unless it says otherwise",
          "[reports][trust]") {
  const ChainGround ground;
  const auto trust = parse(authority_table(ground.root_der));
  REQUIRE(trust);
  CHECK(trust->authorities.front().revocation.demand == seal::RevocationDemand::required);
}

TEST_CASE("trust file: an authority that is not as it must be is refused, with file and line",
          "[reports][trust]") {
  const ChainGround ground;
  const auto with_line = [&](const std::string& line) {
    return why_not(authority_table(ground.root_der, line + "\n"));
  };
  CHECK_THAT(with_line("name = [\"x\"]"), Contains("t.toml:") && Contains("name"));
  CHECK_THAT(with_line("names = [\"https://*\"]"), Contains("does not begin with urn:rackproof:"));
  CHECK_THAT(with_line("names = []"), Contains("is empty"));
  CHECK_THAT(with_line("lowest_sequence = 3"), Contains("only what has the role \"certifier\""));
  CHECK_THAT(with_line("not_before = \"2027-01-01T00:00:00Z\"\nnot_after = "
                       "\"2026-01-01T00:00:00Z\""),
             Contains("not_after") && Contains("is before not_before"));
  CHECK_THAT(with_line("not_after = \"next year\""), Contains("'not_after' needs a time"));
  CHECK_THAT(with_line("issuer = \"\""), Contains("issuer") && Contains("is empty"));
  CHECK_THAT(with_line("dut = [\"\"]"), Contains("must be a list of texts"));
  CHECK_THAT(with_line("revocation = \"never\""), Contains("never"));
  CHECK_THAT(with_line("revocation_lists = [\"gone.pem\"]"), Contains("gone.pem"));
  CHECK_THAT(with_line("[[authority.lowest_list]]\nissuer = \"CN=x\""),
             Contains("needs the lowest list number"));
  CHECK_THAT(why_not(authority_table(ground.root_der) + authority_table(ground.root_der)),
             Contains("given to two authorities"));
  CHECK_THAT(why_not(authority_table(ground.leaf_der)),
             Contains("t.toml:1: ") && Contains("no root"));
  CHECK_THAT(why_not("[[authority]]\nid = \"v\"\nroles = [\"log\"]\nroot = \"r.pem\"\n"),
             Contains("no certificate can give the role 'log'"));
  CHECK_THAT(why_not("[[authority]]\nid = \"v\"\nroles = [\"collector\"]\nroot = \"r.pem\"\n"),
             Contains("r.pem"));
  SECTION("52.11 root file that holds a private key") {
    CHECK_THAT(why_not("[[authority]]\nid = \"v\"\nroles = [\"collector\"]\nroot = '''\n" +
                       seal::pem_block("secret", "PRIVATE KEY") + "'''\n"),
               Contains("holds a private key"));
  }
}
