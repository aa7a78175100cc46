#include "reports/attestation_answer.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "reports/attestation_nonce.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/inventory_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/soft_tpm.h"

using namespace rackproof;
using namespace std::chrono_literals;
using Catch::Contains;
using rackproof::testing::small_run;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;
using rackproof::testing::SmallRun;
using rackproof::testing::SoftTpm;

namespace {

constexpr const char* kGpu = "node/xpu:0000:9b:00.0";  // behind the others: ids are sorted

std::string nonce_of(const SmallRun& run) {
  return attestation_nonce(run.record, sha256_hex(encode_inventory(run.inventory)));
}

/// Puts a member into the run and into its record.
void attest(SmallRun& run, AttestationKind kind, const std::string& device,
            const std::map<std::string, std::string>& members) {
  for (const auto& [name, bytes] : members) {
    const auto member = "attestations/" + name;
    run.members[member] = bytes;
    run.record.attestations.push_back(
        {kind, device, member, sha256_hex(bytes), to_hex(nonce_of(run)), ""});
  }
}

/// A small run that a real TPM quotes at its end, for that nonce or another one.
struct QuotedRun {
  explicit QuotedRun(const std::string& nonce = "") : run(small_run()) {
    run.inventory.serial = "RACK-7-02";
    const std::string key(SoftTpm::kHandle);
    tpm.run("tpm2_quote -c " + key + " -l sha256:0,1,2,3,4,5,6,7 -q " +
            (nonce.empty() ? to_hex(nonce_of(run)) : nonce) +
            " -m quote -s sig -o pcrs -F values -g sha256");
    tpm.run("tpm2_readpublic -c " + key + " -f pem -o pub");
    attest(run, AttestationKind::tpm2_quote, "node",
           {{"tpm.quote", tpm.read("quote")},
            {"tpm.sig", tpm.read("sig")},
            {"tpm.pcrs", tpm.read("pcrs")},
            {"tpm.pub", tpm.read("pub")}});
  }

  [[nodiscard]] Attestation& told(const std::string& member) {
    return *std::ranges::find(run.record.attestations, member, &Attestation::member);
  }
  /// Another member's bytes, told as they are.
  void replace(const std::string& name, const std::string& bytes) {
    const auto member = "attestations/" + name;
    run.members.at(member) = bytes;
    told(member).sha256 = sha256_hex(bytes);
  }
  [[nodiscard]] seal::TrustedKey key(const std::vector<std::string>& dut = {}) const {
    const auto key = seal::PublicKey::from_pem(tpm.read("pub"));
    REQUIRE(key);
    return {.key = *key, .roles = {seal::Role::tpm}, .id = "TPM of rack 7", .dut = dut};
  }

  SoftTpm tpm;
  SmallRun run;
};

Verification verified(const SmallBundle& bundle, const std::vector<seal::TrustedKey>& tpms,
                      Demand demand = Demand::optional) {
  auto trust = trusting(bundle.key().public_key());
  for (const auto& tpm : tpms) {
    REQUIRE(trust.signers.add(tpm));
  }
  trust.reports.tpm_quote = demand;
  const auto found = verify(bundle.path(), {.trust = trust, .now = small_start() + 10min});
  REQUIRE(found);
  return *found;
}

bool says(const std::vector<std::string>& details, const std::string& words) {
  return std::ranges::any_of(
      details, [&words](const std::string& line) { return line.find(words) != std::string::npos; });
}

/// Why nothing of a sealed bundle of `run` is believed.
std::string refusal(const SmallRun& run) {
  SmallBundle bundle(run);
  bundle.sealed();
  const auto found = verified(bundle, {});
  CHECK(standing_of(found) == Standing::untrusted);
  CHECK_FALSE(found.integrity.ok);
  return found.integrity.details.empty() ? "" : found.integrity.details.front();
}

std::string gpu_report(const std::string& nonce) {
  return std::string("\x11\xe0\x01\xff", 4) + nonce + std::string("\0answer", 7);
}

/// A small run whose GPU gave a report over `nonce`.
SmallRun gpu_run(const std::string& nonce) {
  auto run = small_run();
  Device gpu;
  gpu.id = kGpu;
  gpu.kind = DeviceKind::accelerator;
  gpu.parent = "node";
  run.inventory.devices.push_back(gpu);
  const auto asked = nonce.empty() ? nonce_of(run) : nonce;
  attest(run, AttestationKind::nvidia_spdm, kGpu,
         {{"gpu0.report", gpu_report(asked)}, {"gpu0.certs", "chain"}});
  return run;
}

}  // namespace

TEST_CASE("attestations: a quote over the run is told, and its key counts only where it is trusted",
          "[reports][attestation]") {
  const QuotedRun quoted;
  SmallBundle bundle(quoted.run);
  bundle.sealed();
  const auto id = quoted.key().key.key_id();
  SECTION("by a key that nobody named") {
    const auto found = verified(bundle, {});
    CHECK(standing_of(found) == Standing::good);
    CHECK(says(found.identity.details,
               "TPM: quote over this run by key " + id + ", a key that nobody here trusts"));
  }
  SECTION("by a key that the verifier named") {
    const auto found = verified(bundle, {quoted.key({"RACK-7*"})}, Demand::required);
    CHECK(standing_of(found) == Standing::good);
    CHECK(says(found.identity.details, "quote over this run by key " + id + " ('TPM of rack 7')"));
  }
  SECTION("by a key that was named for another rack") {
    const auto found = verified(bundle, {quoted.key({"RACK-8*"})}, Demand::required);
    CHECK(standing_of(found) == Standing::untrusted);
    CHECK(says(found.identity.details, "which may speak for RACK-8*, not for this device"));
  }
  SECTION("by a key that was named in another role") {
    auto key = quoted.key();
    key.roles = {seal::Role::vendor};
    const auto found = verified(bundle, {key}, Demand::required);
    CHECK(standing_of(found) == Standing::untrusted);
    CHECK(says(found.identity.details, "which is not trusted as tpm"));
  }
  SECTION("a demand that no trusted TPM meets") {
    const auto found = verified(bundle, {}, Demand::required);
    CHECK(standing_of(found) == Standing::untrusted);
    CHECK(says(found.verdict.details, "demands a quote over this run by a TPM that it names"));
  }
}

TEST_CASE("attestations: a quote that does not hold takes the bundle with it",
          "[reports][attestation]") {
  SECTION("made for another nonce") {
    CHECK_THAT(refusal(QuotedRun(std::string(64, 'a')).run),
               Contains("attestations/tpm.quote: quote of the TPM: made for another nonce"));
  }
  QuotedRun quoted;
  SECTION("of another run, whose nonce is told") {
    quoted.run.record.run_id = "00000000-0000-4000-8000-00000000000f";
    CHECK_THAT(refusal(quoted.run), Contains("tells another nonce than that of this run"));
  }
  SECTION("of another run, told with the nonce of this one") {
    quoted.run.record.run_id = "00000000-0000-4000-8000-00000000000f";
    for (auto& told : quoted.run.record.attestations) {
      told.nonce = to_hex(nonce_of(quoted.run));
    }
    CHECK_THAT(refusal(quoted.run), Contains("made for another nonce"));
  }
  SECTION("over another machine's inventory") {
    quoted.run.inventory.serial = "RACK-8-01";
    CHECK_THAT(refusal(quoted.run), Contains("tells another nonce than that of this run"));
  }
  SECTION("other registers") {
    quoted.replace("tpm.pcrs", std::string(256, '\x01'));
    CHECK_THAT(refusal(quoted.run), Contains("are not those that it was made over"));
  }
  SECTION("a bit of the signature flipped") {
    auto signature = quoted.tpm.read("sig");
    signature.back() = static_cast<char>(signature.back() ^ 1);
    quoted.replace("tpm.sig", signature);
    CHECK_THAT(refusal(quoted.run), Contains("not signed by the key beside it"));
  }
  SECTION("cut off") {
    auto attest = quoted.tpm.read("quote");
    attest.pop_back();
    quoted.replace("tpm.quote", attest);
    CHECK_THAT(refusal(quoted.run), Contains("not signed by the key beside it"));
  }
  SECTION("the TPM's word on a key in its place") {
    const std::string key(SoftTpm::kHandle);
    quoted.tpm.run("tpm2_certify -c " + key + " -C " + key + " -g sha256 -o other -s other.sig");
    quoted.replace("tpm.quote", quoted.tpm.read("other"));
    quoted.replace("tpm.sig", quoted.tpm.read("other.sig"));
    CHECK_THAT(refusal(quoted.run), Contains("type 0x8017, not a quote"));
  }
  SECTION("without its registers") {
    quoted.run.members.erase("attestations/tpm.pcrs");
    auto& told = quoted.run.record.attestations;
    std::erase_if(told, [](const auto& each) { return each.member.ends_with(".pcrs"); });
    CHECK_THAT(refusal(quoted.run), Contains("without the .pcrs that goes with it"));
  }
  SECTION("its key told as that of another device") {
    quoted.told("attestations/tpm.pub").device = quoted.run.inventory.devices.back().id;
    CHECK_THAT(refusal(quoted.run), Contains("that goes with it"));
  }
}

TEST_CASE("attestations: a GPU's report is held against the run's nonce, and no more is claimed",
          "[reports][attestation]") {
  SmallBundle bundle(gpu_run(""));
  bundle.sealed();
  const auto found = verified(bundle, {});
  CHECK(standing_of(found) == Standing::good);
  CHECK(says(found.identity.details,
             std::string(kGpu) + ": its report was asked for this run; signature, certificates and "
                                 "measurements are for NVIDIA's verifier to judge"));
}

TEST_CASE("attestations: a GPU's report of another day is refused", "[reports][attestation]") {
  CHECK_THAT(refusal(gpu_run(std::string(32, 'n'))),
             Contains("attestations/gpu0.report: made for another nonce"));
  auto run = gpu_run("");
  SECTION("without its certificates") {
    run.members.erase("attestations/gpu0.certs");
    std::erase_if(run.record.attestations,
                  [](const auto& each) { return each.member.ends_with(".certs"); });
    CHECK_THAT(refusal(run), Contains("without the .certs that goes with it"));
  }
  SECTION("under a name that no report has") {
    attest(run, AttestationKind::nvidia_spdm, kGpu, {{"gpu0.txt", "PASS"}});
    CHECK_THAT(refusal(run), Contains("no part of an answer of this kind has such a name"));
  }
}
