#include "reports/sealer_credentials.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "tests/reports/sealer_ground.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;
using seal::Role;

namespace {

/// What checking says: "" where the credentials are sound.
std::string refusal(const ChainedSigner& signer, const seal::Credentials& given,
                    const Loaded* loaded, Role role = Role::collector) {
  const auto checked =
      check_sealer_credentials(given, {signer.key.public_key(), role, sealing_time()}, loaded);
  if (!checked) {
    CHECK(checked.error().kind == ErrorKind::untrusted);
  }
  return checked ? "" : checked.error().message;
}

Loaded loaded(const UnsealedNode& node) {
  auto read = load_bundle(node.bundle.path());
  REQUIRE(read);
  return *std::move(read);
}

/// The one member that putting `given` into `bundle` writes.
MemberPut only_put(const seal::Credentials& given, const Bundle& bundle) {
  BundleChange change;
  const auto put = put_credentials(given, Role::certifier, bundle, change);
  INFO((put ? "" : put.error().message));
  REQUIRE(put);
  REQUIRE(change.put.size() == 1);
  return change.put.front();
}

}  // namespace

TEST_CASE("sealer credentials: files are read, and what is none of theirs is named",
          "[reports][seal]") {
  const TempDir dir;
  const ChainedSigner signer;
  const auto chain = dir.write("chain.pem", signer.chain_pem());
  const auto lists = dir.write("lists.pem", signer.lists_pem());
  const auto read = read_sealer_credentials(chain, lists);
  REQUIRE(read);
  CHECK(read->certificates.size() == 2);
  CHECK(read->lists.size() == 2);
  CHECK(read_sealer_credentials("", "")->certificates.empty());

  const auto why = [&](const std::string& first, const std::string& second) {
    const auto refused = read_sealer_credentials(first, second);
    REQUIRE_FALSE(refused);
    return refused.error();
  };
  CHECK_THAT(why(lists, "").message, Contains("lists.pem: expected a PEM block 'CERTIFICATE'"));
  CHECK_THAT(why("", chain).message, Contains("chain.pem: expected a PEM block 'X509 CRL'"));
  CHECK(why(dir.at("none"), "").kind == ErrorKind::absent);
  const auto secret =
      dir.write("k", "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n");
  CHECK_THAT(why(secret, "").message, Contains("k: holds a private key"));
}

TEST_CASE("sealer credentials: they are held against key, role, device and time of the statement",
          "[reports][seal]") {
  ChainedSigner signer;
  const UnsealedNode node;
  const auto bundle = loaded(node);
  CHECK(refusal(signer, signer.credentials(), &bundle).empty());
  CHECK(refusal(signer, signer.credentials(), &bundle, Role::certifier).empty());
  const ChainedSigner other;
  CHECK_THAT(refusal(other, signer.credentials(), &bundle), Contains("is of the key SHA256:"));
  SECTION("another node") {
    signer.bind_to("URI:urn:rackproof:host:H-2");
    CHECK_THAT(refusal(signer, signer.credentials(), &bundle), Contains("about host 'H-1'"));
    CHECK(refusal(signer, signer.credentials(), nullptr).empty());  // the device is not known yet
    const auto early = check_sealer_credentials(
        signer.credentials(),
        {signer.key.public_key(), Role::collector, sealing_time(), &bundle.inventory}, nullptr);
    REQUIRE_FALSE(early);
    CHECK_THAT(early.error().message, Contains("about host 'H-1'"));
  }
  SECTION("a certificate of after the run") {
    signer.ground.leaf_facts.from = small_start() + std::chrono::minutes(1);
    signer.ground.make();
    CHECK_THAT(refusal(signer, signer.credentials(), &bundle),
               Contains("not at the time of the statement, 2026-11-21T05:17:20"));
  }
  SECTION("lists alone are held against the certificates that the bundle has") {
    overwrite(node.bundle.at(bundle::kRunRecordChain), signer.chain_pem());
    const auto again = loaded(node);
    auto lists = signer.credentials();
    lists.certificates.clear();
    CHECK(refusal(signer, lists, &again).empty());
    lists.lists[1] = parsed_list(
        make_list({.until = day("2027-01-01"), .revoked = {{"0A1B", day("2026-10-01"), 1, {}, ""}}},
                  signer.ground.ca()));
    CHECK_THAT(refusal(signer, lists, &again), Contains("(serial 0A1B): revoked at 2026-10-01"));
  }
  SECTION("a list that differs from the bundle's of the same number") {
    overwrite(node.bundle.at(bundle::kRevocations), signer.lists_pem());
    const auto again = loaded(node);
    auto given = signer.credentials();
    given.lists[0] = parsed_list(make_list({.until = day("2027-02-01")}, signer.ground.root()));
    CHECK_THAT(refusal(signer, given, &again),
               Contains("the bundle has another one of this number"));
  }
}

TEST_CASE("sealer credentials: those of a second signer come behind those that are there",
          "[reports][seal]") {
  const ChainedSigner first;
  const ChainedSigner second;
  const UnsealedNode node;
  overwrite(node.bundle.at(bundle::kReportChain), first.chain_pem());
  const auto bundle = loaded(node);
  const auto put = only_put({second.credentials().certificates, {}}, bundle.bundle);
  CHECK(put.path == bundle::kReportChain);
  CHECK(put.replaces);
  CHECK(put.bytes == first.chain_pem() + second.chain_pem());
  SECTION("what is there already is not put there again") {
    BundleChange nothing;
    REQUIRE(put_credentials({first.credentials().certificates, {}}, Role::certifier, bundle.bundle,
                            nothing));
    CHECK(nothing.put.empty());
  }
  SECTION("newer lists come behind the older ones") {
    overwrite(node.bundle.at(bundle::kRevocations), first.lists_pem("1"));
    const auto again = loaded(node);
    const auto lists =
        only_put({{}, seal::parse_lists(first.lists_pem("2")).value()}, again.bundle);
    CHECK(lists.bytes == first.lists_pem("1") + first.lists_pem("2"));
  }
  SECTION("a member that cannot be read is not added to") {
    overwrite(node.bundle.at(bundle::kReportChain), "hello\n");
    const auto again = loaded(node);
    BundleChange change;
    const auto refused =
        put_credentials(second.credentials(), Role::certifier, again.bundle, change);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::untrusted);
    CHECK_THAT(refused.error().message, Contains("report.chain.pem: expected a PEM block"));
  }
  SECTION("more than the member holds is refused") {
    seal::Credentials many;
    for (int i = 0; i < 16; ++i) {
      const auto more = ChainedSigner().credentials().certificates;
      many.certificates.insert(many.certificates.end(), more.begin(), more.end());
    }
    BundleChange change;
    const auto refused = put_credentials(many, Role::certifier, bundle.bundle, change);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::out_of_range);
    CHECK_THAT(refused.error().message, Contains("report.chain.pem with what is there already"));
  }
}
