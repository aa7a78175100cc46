#include <algorithm>
#include <ostream>
#include <utility>

#include "probes/nvml/nvml_attestation.h"
#include "probes/nvml/nvml_confidential.h"
#include "probes/nvml/nvml_pass.h"
#include "probes/vendor/vendor_reply.h"
#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"

namespace rackproof::nvml {
namespace {

int value_of_digit(char digit) {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

Result<std::array<unsigned char, kNonceBytes>> nonce_of(std::string_view hex) {
  std::array<unsigned char, kNonceBytes> nonce{};
  const bool fits = hex.size() == 2 * nonce.size() &&
                    std::ranges::all_of(hex, [](char c) { return value_of_digit(c) >= 0; });
  for (std::size_t i = 0; fits && i < nonce.size(); ++i) {
    nonce.at(i) = static_cast<unsigned char>(value_of_digit(hex[2 * i]) * 16 +
                                             value_of_digit(hex[2 * i + 1]));
  }
  return fits ? Result<std::array<unsigned char, kNonceBytes>>(nonce)
              : Error{ErrorKind::malformed, "a nonce is 64 hex digits in lower case"};
}

std::string line_of(const GpuAttestation& gpu) {
  JsonObject line;
  line.add("address", gpu.address);
  if (gpu.why) {
    line.add("kind", to_string(gpu.why->kind)).add("why", gpu.why->message);
  } else {
    line.add("developerTools", gpu.developer_tools)
        .add("report", to_base64(gpu.report))
        .add("certificates", to_base64(gpu.certificates));
  }
  return write_json_line(line.take());
}

/// The first `size` of what a driver wrote; more than there is room for is its error.
template <std::size_t Room>
Result<std::string> bytes_in(const std::array<char, Room>& room, std::uint32_t size,
                             const char* what) {
  if (size == 0 || size > room.size()) {
    return Error{ErrorKind::malformed,
                 std::string(what) + ": a length of " + std::to_string(size) + " bytes"};
  }
  return std::string(room.data(), size);
}

/// The library between its initialisation and its end.
class Session {
 public:
  static Result<Session> open(const std::string& library) {
    auto loaded = load_api(library);
    if (!loaded) {
      return std::move(loaded).error();
    }
    const int code = loaded->api.init();
    if (code != code::kOk) {
      return error_of(code, "nvmlInit_v2");
    }
    return Session(std::move(loaded).value());
  }

  ~Session() {
    if (open_) {
      static_cast<void>(loaded_.api.shutdown());
    }
  }
  Session(Session&& other) noexcept
      : loaded_(std::move(other.loaded_)),
        confidential_(other.confidential_),
        open_(std::exchange(other.open_, false)) {}
  Session& operator=(Session&&) = delete;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] Result<ConfidentialMode> mode() const { return confidential_mode(confidential_); }

  [[nodiscard]] Result<unsigned> count() const {
    unsigned count = 0;
    const int code = loaded_.api.count(&count);
    if (code != code::kOk) {
      return error_of(code, "nvmlDeviceGetCount_v2");
    }
    return std::min(count, static_cast<unsigned>(vendor::kMostDevices));
  }

  [[nodiscard]] GpuAttestation ask(unsigned index,
                                   const std::array<unsigned char, kNonceBytes>& nonce) const {
    GpuAttestation gpu;
    gpu.address = "GPU " + std::to_string(index);
    if (const auto asked = fill(gpu, index, nonce); !asked) {
      gpu.why = asked.error();
    }
    return gpu;
  }

 private:
  explicit Session(LoadedApi loaded)
      : loaded_(std::move(loaded)), confidential_(confidential_api(loaded_.library)), open_(true) {}

  Result<void> fill(GpuAttestation& gpu, unsigned index,
                    const std::array<unsigned char, kNonceBytes>& nonce) const {
    DeviceRef device = nullptr;
    if (const int code = loaded_.api.handle(index, &device); code != code::kOk) {
      return error_of(code, "nvmlDeviceGetHandleByIndex_v2");
    }
    DeviceCall call(device);
    PciInfo pci;
    if (auto asked = call.ask("nvmlDeviceGetPciInfo_v3", loaded_.api.pci, &pci); !asked) {
      return asked;
    }
    gpu.address = address_of(pci);
    GpuReport report;
    report.nonce = nonce;
    auto asked =
        call.ask("nvmlDeviceGetConfComputeGpuAttestationReport", confidential_.report, &report);
    GpuCertificates chains;
    if (asked) {
      asked =
          call.ask("nvmlDeviceGetConfComputeGpuCertificate", confidential_.certificates, &chains);
    }
    if (!asked) {
      return asked;
    }
    auto bytes = bytes_in(report.report, report.size, "attestation report");
    auto chain = bytes_in(chains.attestation_chain, chains.attestation_chain_size,
                          "certificates of the attestation key");
    if (!bytes || !chain) {
      return !bytes ? bytes.error() : chain.error();
    }
    gpu.report = *std::move(bytes);
    gpu.certificates = *std::move(chain);
    return {};
  }

  LoadedApi loaded_;
  ConfidentialApi confidential_;
  bool open_;
};

/// Tells each GPU as soon as it is asked, since the next one may hang. The error is that of all.
Result<void> tell(const std::string& library, const std::string& given, std::ostream& out) {
  const auto nonce = nonce_of(given);
  if (!nonce) {
    return nonce.error();
  }
  const auto session = Session::open(library);
  if (!session) {
    return session.error();
  }
  const auto mode = session->mode();
  const auto count = mode ? session->count() : Result<unsigned>(mode.error());
  if (!count) {
    return count.error();
  }
  for (unsigned index = 0; index < *count; ++index) {
    auto gpu = session->ask(index, *nonce);
    gpu.developer_tools = mode->developer_tools;
    out << line_of(gpu) << std::flush;
  }
  return {};
}

}  // namespace

void run_attestation_child(const std::string& library, const std::string& nonce,
                           std::ostream& out) {
  if (const auto told = tell(library, nonce, out); !told) {
    GpuAttestation all;
    all.why = told.error();
    out << line_of(all) << std::flush;
  }
}

}  // namespace rackproof::nvml
