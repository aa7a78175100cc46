#pragma once

#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "reports/seal/certificate_chain.h"
#include "reports/seal/object_ids.h"
#include "tests/support/certificate_maker.h"

/// A vendor's root, an integrator's CA and a rack's key, all in order, for tests to spoil one
/// thing.
namespace rackproof::testing {

inline const char* const kRackA = "urn:rackproof:rack:AB-0007";

[[nodiscard]] inline MadeExtensions authority_extensions(const std::string& constraints) {
  return {{"basicConstraints", constraints},
          {"keyUsage", "critical,keyCertSign,cRLSign"},
          {"subjectKeyIdentifier", "hash"}};
}

[[nodiscard]] inline MadeExtensions with(MadeExtensions extensions, const std::string& name,
                                         const std::string& value) {
  for (auto& each : extensions) {
    if (each.first == name) {
      each.second = value;
      return extensions;
    }
  }
  extensions.emplace_back(name, value);
  return extensions;
}

[[nodiscard]] inline seal::Certificate parsed(const std::string& der) {
  auto certificate = seal::parse_certificate(der);
  INFO((certificate ? "" : certificate.error().message));
  REQUIRE(certificate);
  return *std::move(certificate);
}

[[nodiscard]] inline seal::RevocationList parsed_list(const std::string& der) {
  auto list = seal::parse_list(der);
  INFO((list ? "" : list.error().message));
  REQUIRE(list);
  return *std::move(list);
}

struct ChainGround {
  MadeKey root_key = MadeKey::ed25519();
  MadeKey ca_key = MadeKey::ed25519();
  MadeKey leaf_key = MadeKey::ed25519();
  CertificateFacts root_facts{
      .subject = "O=Vendor,CN=root",
      .serial = "01",
      .from = day("2020-01-01"),
      .until = day("2040-01-01"),
      .extensions = authority_extensions("critical,CA:TRUE"),
  };
  CertificateFacts ca_facts{
      .subject = "O=Acme,CN=racks",
      .serial = "02",
      .from = day("2025-01-01"),
      .until = day("2030-01-01"),
      .extensions = with(authority_extensions("critical,CA:TRUE,pathlen:0"),
                         "authorityKeyIdentifier", "keyid"),
  };
  CertificateFacts leaf_facts{
      .subject = "O=Acme,CN=collector 7",
      .serial = "0A1B",
      .extensions = {{"basicConstraints", "critical,CA:FALSE"},
                     {"keyUsage", "critical,digitalSignature"},
                     {"extendedKeyUsage", "critical," + seal::key_use_of("collector")},
                     {"subjectAltName", std::string("URI:") + kRackA},
                     {"subjectKeyIdentifier", "hash"},
                     {"authorityKeyIdentifier", "keyid"}},
  };
  std::string root_der;
  std::string ca_der;
  std::string leaf_der;
  seal::Credentials given;
  seal::Authority authority;
  seal::ChainQuestion question{"collector", {std::nullopt, day("2026-06-01")}};

  ChainGround() {
    authority.id = "vendor";
    authority.roles = {"collector", "certifier"};
    authority.revocation.demand = seal::RevocationDemand::if_present;
    make();
  }

  /// Makes all three again from their facts and keys.
  void make() {
    root_der = make_certificate(root_facts, root_key, {&root_key, ""});
    ca_der = make_certificate(ca_facts, ca_key, {&root_key, root_der});
    leaf_der = make_certificate(leaf_facts, leaf_key, {&ca_key, ca_der});
    authority.root = parsed(root_der);
    given.certificates = {parsed(leaf_der), parsed(ca_der)};
  }

  [[nodiscard]] MadeIssuer root() const { return {&root_key, root_der}; }
  [[nodiscard]] MadeIssuer ca() const { return {&ca_key, ca_der}; }

  /// What the root's and the CA's newest lists say, number 5, good until December 2026.
  void put_lists(std::vector<RevokedFacts> by_root, std::vector<RevokedFacts> by_ca) {
    given.lists = {parsed_list(make_list({.number = "5", .revoked = std::move(by_root)}, root())),
                   parsed_list(make_list({.number = "5", .revoked = std::move(by_ca)}, ca()))};
    authority.revocation.demand = seal::RevocationDemand::required;
  }

  void proven_at(std::string_view when) { question.time.proven = day(when); }

  [[nodiscard]] Result<seal::Chain> judge() const {
    return seal::judge_chain(given.certificates.front(), given, authority, question);
  }

  /// The reason of a refusal; the test fails where the chain holds.
  [[nodiscard]] std::string refusal() const {
    const auto chain = judge();
    REQUIRE_FALSE(chain);
    CHECK(chain.error().kind == ErrorKind::untrusted);
    return chain.error().message;
  }
};

}  // namespace rackproof::testing
