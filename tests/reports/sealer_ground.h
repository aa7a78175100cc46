#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reports/archive_file.h"
#include "reports/seal/pem_blocks.h"
#include "reports/sealing.h"
#include "tests/reports/seal/chain_ground.h"
#include "tests/reports/small_bundle.h"

namespace rackproof::testing {

/// Ten minutes after the small run: when its bundles are sealed and verified.
inline UtcTime sealing_time() {
  return small_start() + std::chrono::minutes(10);
}

/// Somebody who seals with a key that an authority vouches for, as collector and as certifier, for
/// the node H-1.
struct ChainedSigner {
  seal::PrivateKey key = *seal::PrivateKey::generate();
  ChainGround ground;

  /// `vendor`: O of a root and a CA of its own.
  explicit ChainedSigner(const std::string& vendor = "Vendor") {
    ground.root_facts.subject = "O=" + vendor + ",CN=root";
    ground.ca_facts.subject = "O=" + vendor + ",CN=racks";
    ground.leaf_key = its_point();
    ground.leaf_facts.extensions =
        with(ground.leaf_facts.extensions, "extendedKeyUsage",
             "critical," + seal::key_use_of("collector") + "," + seal::key_use_of("certifier"));
    bind_to("URI:urn:rackproof:host:H-1");
  }
  /// Seals with `other`, an Ed25519 key, from now on.
  void take_key(seal::PrivateKey other) {
    key = std::move(other);
    ground.leaf_key = its_point();
    ground.make();
  }
  [[nodiscard]] MadeKey its_point() const {
    std::array<std::uint8_t, 32> point{};
    const auto public_key = key.public_key();
    std::copy(public_key.bytes().begin(), public_key.bytes().end(), point.begin());
    return MadeKey::of_point(point);
  }
  void bind_to(const std::string& uris) {
    ground.leaf_facts.extensions = with(ground.leaf_facts.extensions, "subjectAltName", uris);
    ground.make();
  }

  [[nodiscard]] std::string chain_pem() const {
    return seal::pem_block(ground.leaf_der, "CERTIFICATE") +
           seal::pem_block(ground.ca_der, "CERTIFICATE");
  }
  /// Of root and CA, number `number`.
  [[nodiscard]] std::string lists_pem(const std::string& number = "1") const {
    const ListFacts facts{.number = number, .until = day("2027-01-01")};
    return seal::pem_block(make_list(facts, ground.root()), "X509 CRL") +
           seal::pem_block(make_list(facts, ground.ca()), "X509 CRL");
  }
  [[nodiscard]] seal::Credentials credentials() const {
    return {seal::parse_certificates(chain_pem()).value(), seal::parse_lists(lists_pem()).value()};
  }
  [[nodiscard]] seal::Authority authority(const std::string& id) const {
    auto authority = ground.authority;
    authority.id = id;
    authority.revocation.demand = seal::RevocationDemand::required;
    return authority;
  }
};

/// An unsealed bundle of the node H-1, as a directory and as an archive.
struct UnsealedNode {
  SmallBundle bundle{run_of_h1()};
  std::string archive = bundle.beside("bundle.tar");

  UnsealedNode() { REQUIRE(pack_bundle(bundle.path(), archive)); }

  [[nodiscard]] std::vector<std::string> paths() const { return {bundle.path(), archive}; }

  static SmallRun run_of_h1() {
    auto run = small_run();
    run.inventory.serial = "H-1";
    return run;
  }
};

}  // namespace rackproof::testing
