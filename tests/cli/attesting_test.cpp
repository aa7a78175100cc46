#include "cli/attesting.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "probes/nvml/nvml_attestation.h"
#include "reports/attestation_nonce.h"
#include "reports/seal/tpm_quote.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/inventory_json.h"
#include "tests/support/nvml_host.h"
#include "tests/support/soft_tpm.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

Device device(const std::string& id, DeviceKind kind) {
  Device made;
  made.id = id;
  made.kind = kind;
  made.parent = id == "node" ? "" : "node";
  return made;
}

/// The end of a run on a machine with two GPUs, whose driver behaves as `behaviour` says.
struct Ended {
  explicit Ended(const std::string& behaviour) : host(behaviour) {
    record.run_id = "00000000-0000-4000-8000-000000000001";
    inventory.devices = {device("node", DeviceKind::node),
                         device(kFirstGpu, DeviceKind::accelerator),
                         device(kSecondGpu, DeviceKind::accelerator)};
    sources.nvml = host.options.source;
    sources.nvml.child = nvml::attestation_source().child;
    sources.nvml_patience = std::chrono::seconds(60);
  }
  [[nodiscard]] Attested asked() const {
    return attest(sources, host.fixture.host().files, record, inventory);
  }
  [[nodiscard]] std::string nonce() const {
    return attestation_nonce(record, sha256_hex(encode_inventory(inventory)));
  }

  NvmlHost host;
  AttestationSources sources;
  RunRecord record;
  Inventory inventory;
};

std::vector<std::string> members_of(const Attested& attested) {
  std::vector<std::string> names;
  for (const auto& told : attested.told) {
    names.push_back(told.member);
  }
  return names;
}

std::string only_reason(const Attested& attested) {
  REQUIRE(attested.unavailable.size() == 1);
  return attested.unavailable.front().name + ": " + attested.unavailable.front().value;
}

std::string refused_key(const std::string& handle, const std::string& root = "/") {
  CertifyOptions options;
  options.tpm_key = handle;
  options.root = root;
  const auto checked = check_tpm_key(options);
  REQUIRE_FALSE(checked);
  return checked.error().message;
}

}  // namespace

TEST_CASE("attesting: each GPU's report and certificates are kept as they came", "[cli][attest]") {
  const Ended run("confidential");
  const auto attested = run.asked();
  CHECK(attested.unavailable.empty());
  CHECK(members_of(attested) ==
        std::vector<std::string>{"attestations/gpu0.report", "attestations/gpu0.certs",
                                 "attestations/gpu1.report", "attestations/gpu1.certs"});
  const auto& first = attested.told.front();
  CHECK(first.kind == AttestationKind::nvidia_spdm);
  CHECK(first.device == kFirstGpu);
  CHECK(first.nonce == to_hex(run.nonce()));
  CHECK(first.sha256 == sha256_hex(attested.members.at(first.member)));
  CHECK(attested.members.at("attestations/gpu1.certs") == "chain of the attestation key\n");
  CHECK(attested.told.back().device == kSecondGpu);
}

TEST_CASE("attesting: with developer tools on, the note says what that is worth", "[cli][attest]") {
  const auto attested = Ended("confidential_tools").asked();
  CHECK(attested.told.at(0).note == "with developer tools: not confidential");
}

TEST_CASE("attesting: what is not available is a sentence, and nothing is kept", "[cli][attest]") {
  const auto nothing = [](const Attested& attested) {
    CHECK(attested.told.empty());
    CHECK(attested.members.empty());
    return only_reason(attested);
  };
  CHECK(nothing(Ended("healthy").asked()) ==
        "attestation of NVIDIA GPUs: not available: confidential computing is off");
  CHECK(nothing(Ended("old").asked()) ==
        "attestation of NVIDIA GPUs: not available: this driver's library knows no confidential "
        "computing");
}

TEST_CASE("attesting: a report that was made for another nonce is not kept", "[cli][attest]") {
  const auto attested = Ended("confidential_stale").asked();
  CHECK(attested.members.empty());
  REQUIRE(attested.unavailable.size() == 2);
  CHECK(attested.unavailable[1].name == "attestation of 0000:db:00.0");
  CHECK_THAT(attested.unavailable[1].value,
             Contains("not available: what the driver gave: made for another nonce"));
}

TEST_CASE("attesting: a GPU that the inventory does not have is not told", "[cli][attest]") {
  Ended run("confidential");
  run.inventory.devices.pop_back();
  const auto attested = run.asked();
  CHECK(attested.members.size() == 2);
  CHECK_THAT(only_reason(attested), Contains("the inventory has no such GPU"));
}

TEST_CASE("attesting: the TPM quotes over the run that ended", "[cli][attest]") {
  const SoftTpm tpm;
  Ended run("healthy");
  run.sources.tools = tpm::own_tools();
  run.sources.tpm_key = SoftTpm::kHandle;
  const auto attested = run.asked();
  CHECK(members_of(attested) ==
        std::vector<std::string>{"attestations/tpm.quote", "attestations/tpm.sig",
                                 "attestations/tpm.pcrs", "attestations/tpm.pub"});
  const auto& members = attested.members;
  const auto checked = seal::check_tpm_quote(
      {members.at("attestations/tpm.quote"), members.at("attestations/tpm.sig"),
       members.at("attestations/tpm.pcrs"), members.at("attestations/tpm.pub")},
      run.nonce());
  CHECK(checked);
  CHECK(attested.told.front().device == "node");
  run.sources.tpm_key = "0x81010009";
  const auto without = run.asked();
  CHECK(without.told.empty());
  CHECK_THAT(without.unavailable.back().value, Contains("not available: tpm2_readpublic: "));
}

TEST_CASE("attesting: nobody is asked in a captured tree", "[cli][attest]") {
  Ended run("confidential");
  run.record.simulated = true;
  const auto attested = run.asked();
  CHECK(attested.told.empty());
  CHECK(attested.unavailable.empty());
}

TEST_CASE("attesting: a key that cannot quote is refused before the run", "[cli][attest]") {
  CHECK(check_tpm_key({}));
  CHECK(refused_key("0x81010002", "/captured") == "--tpm-key: a captured tree has no TPM");
  CHECK_THAT(refused_key("ak.context"), Contains("--tpm-key: 'ak.context': the persistent handle"));
  const SoftTpm tpm;
  CertifyOptions options;
  options.tpm_key = SoftTpm::kHandle;
  CHECK(check_tpm_key(options));
  CHECK_THAT(refused_key("0x81010009"), Contains("--tpm-key 0x81010009: tpm2_readpublic: "));
  tpm.run(
      "tpm2_createprimary -C o -G rsa2048:rsassa-sha256:null"
      " -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign' -c rsa");
  tpm.run("tpm2_evictcontrol -C o -c rsa 0x81010005");
  CHECK_THAT(refused_key("0x81010005"), Contains("an ECDSA P-256 key with SHA-256 is needed"));
}
