#include "reports/chain_signers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/pem_blocks.h"
#include "tests/reports/seal/chain_ground.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

SmallRun run_of(const std::string& serial) {
  auto run = small_run();
  run.inventory.serial = serial;
  return run;
}

/// A sealed bundle whose key no trust file names: a chain to a root that one pins lies beside it.
struct ChainBundle {
  SmallBundle bundle{run_of("H-1")};
  ChainGround ground;
  TrustPolicy trust;

  ChainBundle() {
    bundle.sealed();
    ground.leaf_key = MadeKey::of_point(key_point());
    ground.leaf_facts.extensions =
        with(ground.leaf_facts.extensions, "extendedKeyUsage",
             "critical," + seal::key_use_of("collector") + "," + seal::key_use_of("certifier"));
    bind_to("URI:urn:rackproof:host:H-1");
    trust.authorities = {ground.authority};
  }

  void bind_to(const std::string& uris) {
    ground.leaf_facts.extensions = with(ground.leaf_facts.extensions, "subjectAltName", uris);
    make();
  }
  void make() {
    ground.make();
    const auto chain = seal::pem_block(ground.leaf_der, "CERTIFICATE") +
                       seal::pem_block(ground.ca_der, "CERTIFICATE");
    overwrite(bundle.at("run-record.chain.pem"), chain);
    overwrite(bundle.at("report.chain.pem"), chain);
    trust.authorities = {ground.authority};
  }
  void put_lists(std::vector<RevokedFacts> by_ca) {
    const auto until = day("2027-01-01");
    overwrite(
        bundle.at("revocations.pem"),
        seal::pem_block(make_list({.until = until}, ground.root()), "X509 CRL") +
            seal::pem_block(make_list({.until = until, .revoked = std::move(by_ca)}, ground.ca()),
                            "X509 CRL"));
  }
  [[nodiscard]] Verification verified() const {
    auto verification = verify(bundle.path(), {.trust = trust, .now = small_start() + 10min});
    REQUIRE(verification);
    return *std::move(verification);
  }
  /// What the answer on identity rests on; the bundle must be refused.
  [[nodiscard]] std::string why() const {
    const auto verification = verified();
    CHECK_FALSE(verification.identity.ok);
    CHECK(standing_of(verification) == Standing::untrusted);
    std::string all = verification.identity.sentence;
    for (const auto* answer : {&verification.integrity, &verification.identity}) {
      for (const auto& detail : answer->details) {
        all += "\n" + detail;
      }
    }
    return all;
  }

 private:
  [[nodiscard]] std::array<std::uint8_t, 32> key_point() const {
    std::array<std::uint8_t, 32> point{};
    const auto& bytes = bundle.key().public_key().bytes();
    std::copy(bytes.begin(), bytes.end(), point.begin());
    return point;
  }
};

}  // namespace

TEST_CASE("chain signers: a bundle is believed by its chain, and the answer says by which",
          "[reports][trust]") {
  const ChainBundle ground;
  const auto verification = ground.verified();
  CHECK(verification.integrity.ok);
  INFO((verification.identity.details.empty() ? "" : verification.identity.details[0]));
  CHECK(verification.identity.ok);
  CHECK_THAT(verification.identity.sentence, Contains("('vendor')"));
  REQUIRE(verification.identity.details.size() == 6);
  CHECK_THAT(verification.identity.details[0],
             Contains("signed by CN=collector 7,O=Acme (serial 0A1B), by CN=racks,O=Acme"));
  CHECK_THAT(verification.identity.details[1], Contains("not known whether revoked"));
  REQUIRE(verification.signers.size() == 2);
  CHECK(verification.signers[0].trust_id == "vendor");
}

TEST_CASE("chain signers: lists of the bundle and of the trust file are both asked",
          "[reports][trust]") {
  ChainBundle ground;
  ground.trust.authorities.front().revocation.demand = seal::RevocationDemand::required;
  CHECK_THAT(ground.why(), Contains("no revocation list of CN=root,O=Vendor"));
  ground.put_lists({});
  CHECK(ground.verified().identity.ok);
  SECTION("38.30 newer list of the verifier's owner revokes what the bundle's does not") {
    ground.trust.revocations = {parsed_list(make_list(
        {.number = "2", .revoked = {{"0A1B", day("2026-10-01"), 1, {}, ""}}}, ground.ground.ca()))};
    CHECK_THAT(ground.why(), Contains("(serial 0A1B): revoked at 2026-10-01"));
  }
  SECTION("38.31 revoked by the bundle's own list") {
    ground.put_lists({{"0A1B", day("2026-10-01"), 4, {}, ""}});
    CHECK_THAT(ground.why(), Contains("(serial 0A1B): revoked at 2026-10-01"));
  }
}

TEST_CASE("chain signers: a chain that does not hold, or holds for another, is refused",
          "[reports][trust]") {
  ChainBundle ground;
  SECTION("31.20 certificate of rack B under the report of rack A") {
    ground.bind_to("URI:urn:rackproof:host:H-2");
    CHECK_THAT(ground.why(), Contains("bound to urn:rackproof:host:H-2, but this is about host "
                                      "'H-1'"));
  }
  SECTION("31.21 device outside the authority's scope") {
    ground.trust.authorities.front().duts = {"ZZ-*"};
    CHECK_THAT(ground.why(), Contains("does not reach to host 'H-1'"));
  }
  SECTION("31.22 predicate type that the authority's keys may not sign") {
    ground.trust.authorities.front().predicates = {"https://elsewhere"};
    CHECK_THAT(ground.why(), Contains("may not sign https://rackproof.org"));
  }
  SECTION("35.4 root that nobody pinned, with a chain that holds in itself") {
    const ChainGround elsewhere;
    ground.trust.authorities = {elsewhere.authority};
    CHECK_THAT(ground.why(), Contains("is neither the pinned root nor among the certificates"));
  }
  SECTION("35.5 no authority in the trust file: what a bundle brings along counts for nothing") {
    ground.trust.authorities.clear();
    CHECK_FALSE(ground.why().empty());
  }
  SECTION("39.13 certificate that has expired, and no time stamp") {
    ground.ground.leaf_facts.until = small_start() + 5min;
    ground.make();
    CHECK_THAT(ground.why(), Contains("expired") && Contains("no stamp proves another time"));
  }
  SECTION("36.23 member that is no certificate") {
    overwrite(ground.bundle.at("report.chain.pem"), "hello\n");
    CHECK_THAT(ground.why(), Contains("report.chain.pem: expected a PEM block 'CERTIFICATE'"));
  }
}

TEST_CASE("chain signers: an authority may believe reports from a lowest sequence on only",
          "[reports][trust]") {
  ChainBundle ground;
  SECTION("30.75 a report without number by a key under an authority that has a lowest one") {
    ground.trust.authorities.front().lowest_sequence = 2;
    CHECK_THAT(ground.why(), Contains("who signed the report may not have done so") &&
                                 Contains("is believed of reports from sequence 2 on, and this "
                                          "one has none"));
  }
}

TEST_CASE("chain signers: a key that only a certificate carries may never speak unvouched",
          "[reports][trust]") {
  ChainBundle ground;
  const auto keys = with_candidates(ground.trust, ground.ground.given, seal::Role::collector);
  REQUIRE(keys.size() == 1);
  CHECK(keys[0].only_claimed);
  const auto may =
      may_speak(keys[0], seal::Role::collector, {{}, small_start(), small_start(), {}}, {});
  REQUIRE_FALSE(may);
  CHECK_THAT(may.error().message, Contains("nobody vouched for it"));
}

TEST_CASE("chain signers: serial numbers come out of the inventory, empty ones left out",
          "[reports][trust]") {
  Inventory inventory;
  CHECK(bound_serials(inventory).hosts.empty());
  inventory.serial = "H-1";
  Device rack;
  rack.kind = DeviceKind::rack;
  inventory.devices = {rack};
  rack.serial = "R-1";
  inventory.devices.push_back(rack);
  CHECK(bound_serials(inventory).hosts == std::vector<std::string>{"H-1"});
  CHECK(bound_serials(inventory).racks == std::vector<std::string>{"R-1"});
}

TEST_CASE("chain signers: a root vouches within its window in the trust file only",
          "[reports][trust]") {
  ChainBundle ground;
  auto& window = ground.trust.authorities.front().window;
  window = {small_start() - 1h, small_start() + 1h};
  CHECK(ground.verified().identity.ok);
  SECTION("37.17 the trust in a root ended before it was asked, and nothing proves an earlier") {
    window.not_after = small_start() + 5min;
    CHECK_THAT(ground.why(),
               Contains("authority 'vendor' (root CN=root,O=Vendor (serial 01)) is good from ") &&
                   Contains("not at the time of verifying, and nothing proves an earlier"));
  }
  SECTION("37.18 the trust in a root begins after the claimed time") {
    window.not_before = small_start() + 9min;
    CHECK_THAT(ground.why(), Contains("(root CN=root,O=Vendor (serial 01)) is good from ") &&
                                 Contains("not at the claimed time"));
  }
}

TEST_CASE("chain signers: the window of a root is held against the time that is proven",
          "[reports][trust]") {
  ChainBundle ground;
  const auto window = seal::Window{{}, small_start() + 5min};
  ground.trust.authorities.front().window = window;
  const auto bundle = read_bundle(ground.bundle.path());
  REQUIRE(bundle);
  auto statement = open_statement(*bundle, seal::Role::collector, ground.trust);
  REQUIRE(statement);
  const Occasion occasion{{"H-1"}, small_start(), small_start() + 24h, {{}, {"H-1"}}};
  const auto proven_at = [&](UtcTime time) {
    statement->proven.at(0).not_after = TimeBound{time, "a stamp"};
    return vouch_for(*statement, 0, ground.trust, occasion);
  };
  const auto voucher = proven_at(small_start() + 4min);
  INFO((voucher ? "" : voucher.error().message));
  REQUIRE(voucher);
  SECTION("37.19 the trust in a root ended before the proven time") {
    const auto late = proven_at(small_start() + 6min);
    REQUIRE_FALSE(late);
    CHECK_THAT(late.error().message,
               Contains("authority 'vendor'") && Contains("not at the proven time"));
  }
  SECTION("whoever is vouched for is known by key, and by subject under that root") {
    const auto& root = ground.trust.authorities.front().root;
    CHECK(voucher->issuer ==
          IssuerMarks{"key " + ground.bundle.key().public_key().key_id(),
                      "certificate " + root.fingerprint + " CN=collector 7,O=Acme"});
    ground.trust.authorities.front().issuer = "Acme";
    CHECK(same_issuer(proven_at(small_start())->issuer, {"issuer Acme"}));
  }
}
