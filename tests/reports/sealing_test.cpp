#include "reports/sealing.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "schemas/json/report_json.h"
#include "tests/reports/sealer_ground.h"
#include "tests/support/full_disk.h"

using namespace rackproof;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

/// Seals both statements of `path` with `signer` and what vouches for it.
void seal_both(const std::string& path, const testing::ChainedSigner& signer) {
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    const auto done = seal_statement(path, Sealing{role, signer.key, signer.credentials()});
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }
}

Verification verified(const std::string& path, const TrustPolicy& trust) {
  auto verification = verify(path, {.trust = trust, .now = testing::sealing_time()});
  REQUIRE(verification);
  return *std::move(verification);
}

/// Digests of what no sealing may touch.
std::map<std::string, std::string, std::less<>> evidence_of(const std::string& path) {
  const auto read = read_bundle(path);
  REQUIRE(read);
  auto digests = digests_of(*read);
  for (const auto* member :
       {bundle::kRunRecord, bundle::kRunRecordSealed, bundle::kReport, bundle::kReportSealed,
        bundle::kRunRecordChain, bundle::kReportChain, bundle::kRevocations}) {
    digests.erase(member);
  }
  return digests;
}

}  // namespace

TEST_CASE("sealing: an archive is sealed as its directory is, twice, and both keys count",
          "[reports][seal][archive]") {
  const testing::UnsealedNode node;
  const testing::ChainedSigner first;
  const testing::ChainedSigner second("Another vendor");
  TrustPolicy trust;
  trust.authorities = {first.authority("one"), second.authority("two")};
  trust.signers.demand(seal::Role::collector, 2);
  trust.signers.demand(seal::Role::certifier, 2);
  const auto before = evidence_of(node.bundle.path());
  for (const auto& path : node.paths()) {
    seal_both(path, first);
    const auto alone = verified(path, trust);
    CHECK(standing_of(alone) == Standing::untrusted);

    seal_both(path, second);
    const auto together = verified(path, trust);
    INFO(path << ": " << together.integrity.sentence << " / " << together.identity.sentence);
    CHECK(standing_of(together) == Standing::good);
    CHECK(together.signers.size() == 4);
    CHECK(evidence_of(path) == before);
    const auto read = read_bundle(path);
    REQUIRE(read);
    CHECK(read->bytes(bundle::kReportChain).value() == first.chain_pem() + second.chain_pem());
    CHECK(read->bytes(bundle::kRunRecordChain).value() == first.chain_pem() + second.chain_pem());
    CHECK(read->bytes(bundle::kRevocations).value() == first.lists_pem() + second.lists_pem());
    CHECK_FALSE(read->has(bundle::kReport));
  }
}

TEST_CASE("sealing: no key seals an archive twice, and nothing of it is lost on a full disk",
          "[reports][seal][archive]") {
  const testing::UnsealedNode node;
  const testing::ChainedSigner signer;
  const auto unsealed = read_whole(node.archive);
  const auto loaded = load_bundle(node.archive);
  REQUIRE(loaded);
  const auto change = sealing_of(*loaded, {seal::Role::collector, signer.key, {}});
  REQUIRE(change);
  {
    const testing::FullDisk full(unsealed.size() / 2);
    const auto failed = change_bundle(node.archive, *change);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::io);
  }
  CHECK((read_whole(node.archive) == unsealed));
  seal_both(node.archive, signer);
  const auto sealed = read_whole(node.archive);
  const auto again = seal_statement(node.archive, seal::Role::certifier, signer.key);
  REQUIRE_FALSE(again);
  CHECK_THAT(again.error().message, Catch::Contains("has signed this already"));
  CHECK((read_whole(node.archive) == sealed));
}

TEST_CASE("sealing: what goes with the seal is not left behind when the seal cannot be written",
          "[reports][seal]") {
  const testing::UnsealedNode node;
  const testing::ChainedSigner signer;
  const auto before = evidence_of(node.bundle.path());
  const auto loaded = load_bundle(node.bundle.path());
  REQUIRE(loaded);
  const auto change =
      sealing_of(*loaded, {seal::Role::collector, signer.key, signer.credentials()});
  REQUIRE(change);
  REQUIRE(change->put.size() == 3);
  {
    const auto room = std::max(signer.chain_pem().size(), signer.lists_pem().size());
    REQUIRE(change->put.back().bytes.size() > room);
    const testing::FullDisk full(room);  // chain and lists, no statement
    const auto failed = change_bundle(node.bundle.path(), *change);
    REQUIRE_FALSE(failed);
    CHECK_THAT(failed.error().message, Catch::Contains("run-record.dsse.json"));
  }
  CHECK(evidence_of(node.bundle.path()) == before);
  for (const auto* member :
       {bundle::kRunRecordChain, bundle::kRevocations, bundle::kRunRecordSealed}) {
    CHECK_FALSE(fs::exists(node.bundle.at(member)));
  }
  CHECK(fs::exists(node.bundle.at(bundle::kRunRecord)));
}

TEST_CASE("sealing: the bytes in the envelope are those of the file", "[reports][seal]") {
  const SmallBundle bundle;
  const auto unsealed = read_whole(bundle.at(bundle::kReport));

  REQUIRE(seal_statement(bundle.path(), seal::Role::certifier, bundle.key()));

  const auto envelope = seal::parse_envelope(read_whole(bundle.at(bundle::kReportSealed)));
  REQUIRE(envelope);
  CHECK(envelope->payload == unsealed);
  CHECK_FALSE(fs::exists(bundle.at(bundle::kReport)));
  CHECK(fs::exists(bundle.at(bundle::kRunRecord)));
}

TEST_CASE("sealing: what this key has sealed stays as it is", "[reports][seal]") {
  SmallBundle bundle;
  const auto before = read_whole(bundle.sealed().at(bundle::kReportSealed));
  const auto again = seal_statement(bundle.path(), seal::Role::certifier, bundle.key());
  REQUIRE_FALSE(again);
  CHECK(again.error().message.find("has signed this already") != std::string::npos);
  CHECK(read_whole(bundle.at(bundle::kReportSealed)) == before);
}

TEST_CASE("sealing: a second key signs the same bytes besides the first", "[reports][seal]") {
  SmallBundle bundle;
  const auto before = read_whole(bundle.sealed().at(bundle::kReportSealed));
  const auto other = seal::PrivateKey::generate(seal::KeyAlgorithm::p256);
  REQUIRE(seal_statement(bundle.path(), seal::Role::certifier, *other));
  const auto after = read_whole(bundle.at(bundle::kReportSealed));
  CHECK(after.substr(0, before.size() - 4) == before.substr(0, before.size() - 4));  // up to "]}"
  CHECK(after.find(other->public_key().key_id()) != std::string::npos);
}

TEST_CASE("sealing: where nothing can be written nothing is lost", "[reports][seal]") {
  SmallBundle bundle;
  const auto unsealed = read_whole(bundle.at(bundle::kRunRecord));
  {
    const testing::FullDisk full(0);
    const auto failed = seal_statement(bundle.path(), seal::Role::collector, bundle.key());
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::io);
    CHECK_THAT(failed.error().message, Catch::StartsWith(bundle.path()));
  }
  CHECK(read_whole(bundle.at(bundle::kRunRecord)) == unsealed);
  CHECK_FALSE(fs::exists(bundle.at(bundle::kRunRecordSealed)));

  const auto before = read_whole(bundle.sealed().at(bundle::kReportSealed));
  const auto other = seal::PrivateKey::generate();
  {
    const testing::FullDisk full(0);
    CHECK_FALSE(seal_statement(bundle.path(), seal::Role::certifier, *other));
  }
  CHECK(read_whole(bundle.at(bundle::kReportSealed)) == before);
}

TEST_CASE("sealing: a copy of the bundle is sealed elsewhere", "[reports][seal]") {
  const SmallBundle bundle;
  const auto copy = bundle.beside("copy");
  fs::copy(bundle.path(), copy, fs::copy_options::recursive);
  REQUIRE(seal_statement(copy, seal::Role::collector, bundle.key()));
  REQUIRE(seal_statement(copy, seal::Role::certifier, bundle.key()));
  const auto verified =
      verify(copy, {.trust = {.signers = seal::trust_in(bundle.key().public_key())},
                    .now = testing::small_start() + std::chrono::minutes(10)});
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
  CHECK(fs::exists(bundle.at(bundle::kRunRecord)));
}

TEST_CASE("sealing: an altered bundle is not sealed", "[reports][seal]") {
  const SmallBundle bundle;
  edit(bundle.at(bundle::kInventory), [](std::string& text) { text[10] = 'X'; });
  const auto sealed = seal_statement(bundle.path(), seal::Role::collector, bundle.key());
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().kind == ErrorKind::untrusted);
  CHECK(fs::exists(bundle.at(bundle::kRunRecord)));
  CHECK_FALSE(fs::exists(bundle.at(bundle::kRunRecordSealed)));
}

TEST_CASE("sealing: a report that lacks something mandatory is not sealed", "[reports][seal]") {
  const SmallBundle bundle;
  auto statement = decode_report_statement(read_whole(bundle.at(bundle::kReport))).value();
  statement.report.scope_statement.clear();
  overwrite(bundle.at(bundle::kReport),
            encode_report_statement(statement.report, statement.subjects));
  const auto sealed = seal_statement(bundle.path(), seal::Role::certifier, bundle.key());
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().message.find("mandatory item 11 (scope)") != std::string::npos);
}
