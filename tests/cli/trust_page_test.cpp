#include "cli/trust_page.h"

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
using namespace rackproof;
using rackproof::seal::Role;

TEST_CASE("trust page: who is believed, as what, where and when", "[cli]") {
  TrustPolicy trust;
  trust.name = "fleet\x1b[2J";
  trust.sequence = 7;
  seal::TrustedKey key{seal::PrivateKey::generate()->public_key(), {Role::certifier, Role::status}};
  key.id = "lab";
  key.dut = {"RACK-7*"};
  key.lowest_sequence = 12;
  key.issuer = "Example Lab";
  key.window.not_after = parse_utc("2027-01-01T00:00:00Z").value();
  REQUIRE(trust.signers.add(key));
  trust.signers.demand(Role::certifier, 2);
  trust.reports.references = {{.id = "trn2-48xl", .minimum_revision = 3, .tiers = {"accept"}}};
  trust.reports.journal = JournalDemand::signed_heads;
  trust.digest = std::string(64, 'a');
  trust.logs = {{.log = {}, .origin = "log.example", .witnesses = {}, .quorum = 0}};

  const auto page = trust_page(trust);

  CHECK_THAT(page, Catch::StartsWith("trust file 'fleet\\x1b[2J', sequence 7, no end\n"));
  for (const auto& line :
       {"key " + key.key.key_id() + " 'lab'\n", std::string("  as       certifier, status\n"),
        std::string("  devices  RACK-7*\n"),
        std::string("  good     until 2027-01-01T00:00:00.000000000Z\n"),
        std::string("\n  issuer   Example Lab\n"),
        "\nsha256 with all that it names " + std::string(64, 'a') + "\n",
        std::string("  witness  none is needed\n  good     always\n"),
        std::string("\n2 different keys are needed as certifier\n"),
        std::string("  reports  from sequence 12\n"), std::string("\nlog 'log.example'\n"),
        std::string("\ntime claimed, order optional, status optional, log optional, sequence "
                    "optional, journal signed, redactions allowed\n"),
        std::string("\nreference trn2-48xl from revision 3, sha256 any, tier accept\n")}) {
    CHECK_THAT(page, Catch::Contains(line));
  }
}

TEST_CASE("trust page: a quote of a TPM is named where it is demanded", "[cli]") {
  TrustPolicy trust;
  CHECK(trust_page(trust).find("TPM") == std::string::npos);
  trust.reports.tpm_quote = Demand::required;
  CHECK_THAT(trust_page(trust), Catch::Contains("redactions allowed, quote of a TPM required\n"));
}

TEST_CASE("trust page: a file of keys alone limits nothing", "[cli]") {
  const auto page = trust_page(trusting(seal::PrivateKey::generate()->public_key()));
  CHECK_THAT(page, Catch::StartsWith("trust file without name and sequence\n"));
  CHECK_THAT(page, Catch::Contains("  as       collector, certifier\n  devices  every one\n"
                                   "  good     always\n"));
  CHECK_THAT(page, Catch::Contains("every reference is accepted\n"));
}
