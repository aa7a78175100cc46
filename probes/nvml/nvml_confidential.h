#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "probes/machine/library.h"
#include "probes/nvml/nvml_api.h"
#include "schemas/result.h"

/// What NVML offers where confidential computing is on: our own declarations, after its API
/// reference ("Confidential Computing definitions"), apart from nvml_api.h because drivers without
/// them lack nothing that a probe reads. Called in a child only, as everything of NVML.
namespace rackproof::nvml {

/// nvmlConfComputeSystemState_t, since driver 535.
struct ConfidentialState {
  std::uint32_t environment = 0;
  std::uint32_t feature = 0;  ///< 1: on.
  std::uint32_t developer_tools = 0;
};
static_assert(sizeof(ConfidentialState) == 12);

/// nvmlSystemConfComputeSettings_v1_t, since driver 550.
struct ConfidentialSettings {
  std::uint32_t version = 0;
  std::uint32_t environment = 0;
  std::uint32_t feature = 0;
  std::uint32_t developer_tools = 0;
  std::uint32_t multi_gpu = 0;  ///< 1: protected PCIe, whose GPUs attest themselves too.
};
static_assert(sizeof(ConfidentialSettings) == 20 &&
              version_word<ConfidentialSettings>(1) == 0x01000014);

/// nvmlConfComputeGpuCertificate_t. PEM; the second chain is that of the key which signs reports.
struct GpuCertificates {
  std::uint32_t chain_size = 0;
  std::uint32_t attestation_chain_size = 0;
  std::array<char, 0x1000> chain{};
  std::array<char, 0x1400> attestation_chain{};
};
static_assert(sizeof(GpuCertificates) == 9224 &&
              offsetof(GpuCertificates, attestation_chain) == 4104);

/// nvmlConfComputeGpuAttestationReport_t. The asker gives the nonce.
struct GpuReport {
  std::uint32_t second_present = 0;
  std::uint32_t size = 0;
  std::uint32_t second_size = 0;
  std::array<unsigned char, 32> nonce{};
  std::array<char, 0x2000> report{};
  std::array<char, 0x1000> second{};  ///< Of a chip beside the GPU; not kept.
};
static_assert(sizeof(GpuReport) == 12332 && offsetof(GpuReport, report) == 44);

/// The functions; null: this driver's library does not have it.
struct ConfidentialApi {
  int (*state)(ConfidentialState*) = nullptr;
  int (*settings)(ConfidentialSettings*) = nullptr;
  int (*certificates)(DeviceRef, GpuCertificates*) = nullptr;
  int (*report)(DeviceRef, GpuReport*) = nullptr;
};

/// Out of a library that is open; the functions must not outlive it.
[[nodiscard]] ConfidentialApi confidential_api(const Library& library);

/// Whether the GPUs attest themselves, and how much that says.
struct ConfidentialMode {
  bool developer_tools = false;  ///< On: memory is open to debuggers.
};

/// Error{unsupported} with the sentence for people: this driver has no confidential computing, or
/// it is off.
Result<ConfidentialMode> confidential_mode(const ConfidentialApi& api);

}  // namespace rackproof::nvml
