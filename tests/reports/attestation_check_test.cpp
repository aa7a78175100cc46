#include "reports/attestation_check.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle_members.h"
#include "reports/evidence.h"
#include "schemas/digest.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using Catch::Contains;
using rackproof::testing::small_run;
using rackproof::testing::SmallBundle;
using rackproof::testing::SmallRun;

namespace {

const char* const kMember = "attestations/tpm.quote";

/// A run whose node gave evidence of a kind that nobody looks into, and said so.
SmallRun attested_run() {
  auto run = small_run();
  run.members[kMember] = "a quote";
  run.record.attestations = {{AttestationKind::redfish_component_integrity, "node", kMember,
                              sha256_hex("a quote"), std::string(64, 'a'), "PCR 0 to 7"}};
  return run;
}

std::string refusal(const SmallRun& run) {
  const auto loaded = load_bundle(SmallBundle(run).path());
  return loaded ? "" : loaded.error().message;
}

}  // namespace

TEST_CASE("attestation check: evidence that is told as it lies there verifies",
          "[reports][attestation]") {
  SmallBundle bundle(attested_run());
  CHECK(bundle.sealed().standing() == Standing::good);
  const auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  CHECK(loaded->run_record.record.attestations == attested_run().record.attestations);
  CHECK(loaded->bundle.bytes(kMember).value() == "a quote");
}

TEST_CASE("attestation check: a part that is gone at the end was attested all the same",
          "[reports][attestation]") {
  auto run = attested_run();
  Device gone;
  gone.id = "node/accelerator:7";
  gone.kind = DeviceKind::accelerator;
  gone.parent = "node";
  run.inventory.missing = {{gone, "the start of the run"}};
  run.record.attestations[0].device = gone.id;
  CHECK(refusal(run).empty());
}

TEST_CASE("attestation check: what the evidence does not show is refused",
          "[reports][attestation]") {
  auto run = attested_run();
  auto& told = run.record.attestations[0];
  SECTION("another digest") {
    told.sha256 = sha256_hex("another quote");
    CHECK_THAT(refusal(run), Contains("attestations/tpm.quote: the run record gives another digest "
                                      "of it than the manifest"));
  }
  SECTION("evidence that is not there") {
    told.member = "attestations/gpu.spdm";
    CHECK_THAT(refusal(run), Contains("the manifest lists no such evidence"));
  }
  SECTION("a member of another kind") {
    told.member = "logs/idle.log";
    told.sha256 = sha256_hex("nothing to say\n");
    CHECK_THAT(refusal(run), Contains("the manifest lists no such evidence"));
  }
  SECTION("evidence that is told twice") {
    run.record.attestations.push_back(told);
    CHECK_THAT(refusal(run), Contains("told twice as evidence of an attestation"));
  }
  SECTION("evidence that is not told") {
    run.record.attestations.clear();
    CHECK_THAT(refusal(run), Contains("attestations/tpm.quote: evidence of an attestation that the "
                                      "run record does not tell"));
  }
  SECTION("a part that is not there") {
    told.device = "node/accelerator:7";
    CHECK_THAT(refusal(run), Contains("attests node/accelerator:7, which is not a part"));
  }
  SECTION("a nonce that is none") {
    for (const auto* nonce : {"00", "0123456789ABCDEF", "0123456789abcdef0", "not hexadecimal!"}) {
      told.nonce = nonce;
      CHECK_THAT(refusal(run), Contains("its nonce is not the hex of 8 to 64 bytes"));
    }
  }
}

TEST_CASE("attestation check: more evidence than a verifier keeps in memory is refused",
          "[reports][attestation]") {
  auto run = small_run();
  for (std::size_t i = 0; i <= kMostAttestations; ++i) {
    const auto member = "attestations/quote" + std::to_string(i);
    run.members[member] = "a quote";
    run.record.attestations.push_back(
        {AttestationKind::tpm2_quote, "node", member, sha256_hex("a quote"), "", ""});
  }
  CHECK_THAT(refusal(run), Contains("257 attestations, at most 256 are expected"));
}
