// Confidential computing, which the old library does not know. NVML_STAND_IN says further:
//   confidential             on: both GPUs attest themselves
//   confidential_tools       on, with the mode for debuggers
//   confidential_protected   off, but the buses of several GPUs are protected
//   confidential_hung        on; the second GPU never gives a report
//   confidential_refused     on; the second GPU gives none
//   confidential_long        on; the driver says that it wrote more than there is room for
//   confidential_stale       on; each report is over a nonce of yesterday

#include "tests/support/nvml_stand_in.h"

using namespace nvml_stand_in;

namespace {

bool is_confidential() {
  return behaviour().starts_with("confidential") && !is("confidential_protected");
}

}  // namespace

extern "C" {

// NOLINTBEGIN(readability-identifier-naming)

int nvmlSystemGetConfComputeState(void* state) {
  std::memset(state, 0, 12);
  put<std::uint32_t>(state, 4, is_confidential() ? 1 : 0);
  put<std::uint32_t>(state, 8, is("confidential_tools") ? 1 : 0);
  return kOk;
}

int nvmlSystemGetConfComputeSettings(void* settings) {
  if (get<std::uint32_t>(settings, 0) != 0x01000014U) {
    return kVersionMismatch;
  }
  if (!is("confidential_protected")) {
    return kNotSupported;
  }
  put<std::uint32_t>(settings, 16, 1);
  return kOk;
}

int nvmlDeviceGetConfComputeGpuCertificate(Handle device, void* certificate) {
  if (const int code = touch(device)) {
    return code;
  }
  constexpr std::string_view kIdentity = "chain of the device\n";
  constexpr std::string_view kAttestation = "chain of the attestation key\n";
  put<std::uint32_t>(certificate, 0, kIdentity.size());
  put<std::uint32_t>(certificate, 4, kAttestation.size());
  std::memcpy(static_cast<char*>(certificate) + 8, kIdentity.data(), kIdentity.size());
  std::memcpy(static_cast<char*>(certificate) + 8 + 0x1000, kAttestation.data(),
              kAttestation.size());
  return kOk;
}

int nvmlDeviceGetConfComputeGpuAttestationReport(Handle device, void* report) {
  if (number(device) == 2 && is("confidential_hung")) {
    hang();
  }
  if (number(device) == 2 && is("confidential_refused")) {
    return kNotSupported;
  }
  if (const int code = touch(device)) {
    return code;
  }
  // 12 bytes of sizes, 32 of nonce, then the request with that nonce and what answers it.
  auto* const bytes = static_cast<unsigned char*>(report);
  auto* const text = bytes + 44;
  const unsigned char request[4] = {0x11, 0xe0, 0x01, 0xff};
  std::memcpy(text, request, 4);
  std::memcpy(text + 4, bytes + 12, 32);
  text[36] = 0;
  text[37] = static_cast<unsigned char>(number(device));
  if (is("confidential_stale")) {
    text[4] = static_cast<unsigned char>(text[4] ^ 1U);
  }
  put<std::uint32_t>(report, 4, is("confidential_long") ? 0x2001 : 38);
  return kOk;
}

// NOLINTEND(readability-identifier-naming)

}  // extern "C"
