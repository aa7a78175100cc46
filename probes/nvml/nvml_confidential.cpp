#include "probes/nvml/nvml_confidential.h"

#include "probes/vendor/library_loader.h"

namespace rackproof::nvml {
namespace {

constexpr std::uint32_t kOn = 1;
constexpr std::uint32_t kProtectedPcie = 1;

Error off(const char* why) {
  return {ErrorKind::unsupported, why};
}

}  // namespace

ConfidentialApi confidential_api(const Library& library) {
  ConfidentialApi api;
  vendor::LibraryLoader loader(library);
  loader.take(api.state, "nvmlSystemGetConfComputeState");
  loader.take(api.settings, "nvmlSystemGetConfComputeSettings");
  loader.take(api.certificates, "nvmlDeviceGetConfComputeGpuCertificate");
  loader.take(api.report, "nvmlDeviceGetConfComputeGpuAttestationReport");
  return api;
}

Result<ConfidentialMode> confidential_mode(const ConfidentialApi& api) {
  if (api.certificates == nullptr || api.report == nullptr ||
      (api.state == nullptr && api.settings == nullptr)) {
    return off("this driver's library knows no confidential computing");
  }
  ConfidentialSettings settings;
  settings.version = version_word<ConfidentialSettings>(1);
  if (api.settings != nullptr && api.settings(&settings) == code::kOk &&
      (settings.feature == kOn || settings.multi_gpu == kProtectedPcie)) {
    return ConfidentialMode{settings.developer_tools == kOn};
  }
  ConfidentialState state;
  if (api.state != nullptr && api.state(&state) == code::kOk && state.feature == kOn) {
    return ConfidentialMode{state.developer_tools == kOn};
  }
  return off("confidential computing is off");
}

}  // namespace rackproof::nvml
