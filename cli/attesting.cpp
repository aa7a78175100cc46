#include "cli/attesting.h"

#include <algorithm>
#include <utility>

#include "probes/nvml/nvml_attestation.h"
#include "reports/attestation_answer.h"
#include "reports/attestation_nonce.h"
#include "reports/bundle.h"
#include "reports/seal/gpu_report.h"
#include "reports/seal/tpm_quote.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/inventory_json.h"

namespace rackproof {
namespace {

constexpr auto kNvmlPatience = std::chrono::seconds(60);  ///< For all GPUs together.
constexpr const char* kTpmStem = "tpm";
constexpr const char* kRegisters = "registers 0 to 7, SHA-256";

Error about_option(const std::string& why) {
  return {ErrorKind::malformed, "--tpm-key: " + why};
}

/// Gathers answers to one nonce.
class Asking {
 public:
  Asking(const Inventory& inventory, std::string nonce)
      : inventory_(inventory), nonce_(std::move(nonce)) {}

  [[nodiscard]] std::string nonce_hex() const { return to_hex(nonce_); }

  void take_gpus(const nvml::GpuAttestations& found) {
    std::size_t number = 0;
    for (const auto& gpu : found.gpus) {
      const auto stem = "gpu" + std::to_string(number++);
      if (const auto taken = take_gpu(gpu, stem); !taken) {
        miss("attestation of " + gpu.address, taken.error());
      }
    }
    if (found.why) {
      miss("attestation of NVIDIA GPUs", *found.why);
    }
  }

  void take_quote(const Result<tpm::Quote>& quote) {
    if (const auto taken = quote ? keep_quote(*quote) : Result<void>(quote.error()); !taken) {
      miss("attestation of the TPM", taken.error());
    }
  }

  [[nodiscard]] Attested done() && { return std::move(attested_); }

 private:
  /// "" where the inventory has no such device.
  template <typename IsIt>
  [[nodiscard]] std::string device_that(IsIt is_it) const {
    const auto& devices = inventory_.devices;
    const auto found = std::find_if(devices.begin(), devices.end(), is_it);
    return found == devices.end() ? "" : found->id;
  }

  Result<void> take_gpu(const nvml::GpuAttestation& gpu, const std::string& stem) {
    if (gpu.why) {
      return *gpu.why;
    }
    const auto device = device_that([&gpu](const Device& each) {
      return each.kind == DeviceKind::accelerator && each.id.ends_with(":" + gpu.address);
    });
    if (device.empty()) {
      return Error{ErrorKind::absent, "the inventory has no such GPU"};
    }
    if (const auto fits = seal::check_gpu_report(gpu.report, nonce_); !fits) {
      return fits.error().during("what the driver gave");
    }
    const std::string note = gpu.developer_tools ? "with developer tools: not confidential" : "";
    Attestation told{.kind = AttestationKind::nvidia_spdm,
                     .device = device,
                     .member = {},
                     .sha256 = {},
                     .nonce = {},
                     .note = note};
    keep(told, stem, kReportMember, gpu.report);
    keep(told, stem, kCertificatesMember, gpu.certificates);
    return {};
  }

  Result<void> keep_quote(const tpm::Quote& quote) {
    const auto device =
        device_that([](const Device& each) { return each.kind == DeviceKind::node; });
    if (device.empty()) {
      return Error{ErrorKind::absent, "the inventory has no node"};
    }
    const auto checked = seal::check_tpm_quote(
        {quote.attest, quote.signature, quote.pcrs, quote.public_key}, nonce_);
    if (!checked) {
      return checked.error();
    }
    Attestation told{.kind = AttestationKind::tpm2_quote,
                     .device = device,
                     .member = {},
                     .sha256 = {},
                     .nonce = {},
                     .note = kRegisters};
    keep(told, kTpmStem, kQuoteMember, quote.attest);
    keep(told, kTpmStem, kSignatureMember, quote.signature);
    keep(told, kTpmStem, kPcrsMember, quote.pcrs);
    keep(told, kTpmStem, kPublicKeyMember, quote.public_key);
    return {};
  }

  void keep(Attestation told, const std::string& stem, std::string_view ending,
            const std::string& bytes) {
    told.member = std::string(bundle::kAttestations) + "/" + stem + std::string(ending);
    told.sha256 = sha256_hex(bytes);
    told.nonce = nonce_hex();
    attested_.members[told.member] = bytes;
    attested_.told.push_back(std::move(told));
  }

  void miss(const std::string& what, const Error& why) {
    attested_.unavailable.push_back({what, "not available: " + why.message, ""});
  }

  const Inventory& inventory_;
  std::string nonce_;
  Attested attested_;
};

}  // namespace

AttestationSources attestation_sources(const CertifyOptions& options) {
  return {.nvml = nvml::attestation_source(),
          .nvml_patience = kNvmlPatience,
          .tools = tpm::own_tools(),
          .tpm_key = options.tpm_key};
}

Result<void> check_tpm_key(const CertifyOptions& options) {
  if (options.tpm_key.empty()) {
    return {};
  }
  if (options.root != "/") {
    return about_option("a captured tree has no TPM");
  }
  if (const auto handle = tpm::parse_handle(options.tpm_key); !handle) {
    return about_option(handle.error().message);
  }
  const auto pem = tpm::public_key(tpm::own_tools(), options.tpm_key);
  if (!pem) {
    return pem.error().during("--tpm-key " + options.tpm_key);
  }
  const auto key = seal::PublicKey::from_pem(*pem);
  if (!key || key->algorithm() != seal::KeyAlgorithm::p256) {
    return about_option(options.tpm_key + ": an ECDSA P-256 key with SHA-256 is needed; make one " +
                        "as docs/attestation.md shows");
  }
  return {};
}

Attested attest(const AttestationSources& sources, const FileTree& files, const RunRecord& record,
                const Inventory& inventory) {
  Asking asking(inventory, attestation_nonce(record, sha256_hex(encode_inventory(inventory))));
  if (record.simulated) {
    return std::move(asking).done();
  }
  const auto nonce = asking.nonce_hex();
  asking.take_gpus(nvml::ask_for_attestation(files, sources.nvml, nonce, sources.nvml_patience));
  if (!sources.tpm_key.empty()) {
    asking.take_quote(tpm::take_quote(sources.tools, sources.tpm_key, nonce));
  }
  return std::move(asking).done();
}

}  // namespace rackproof
