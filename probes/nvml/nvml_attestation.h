#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/file_tree.h"
#include "probes/vendor/vendor_client.h"
#include "schemas/result.h"

/// What NVIDIA's GPUs attest of themselves where confidential computing is on, as raw bytes.
/// Nothing of it is judged here.
namespace rackproof::nvml {

/// Raw bytes of a nonce (SPDM).
inline constexpr std::size_t kNonceBytes = 32;

/// What one GPU gave, or why it gave none.
struct GpuAttestation {
  std::string address = {};       ///< "0000:9b:00.0".
  std::string report = {};        ///< SPDM GET_MEASUREMENTS, the request and the signed response.
  std::string certificates = {};  ///< PEM, of the key that signed it.
  bool developer_tools = false;
  std::optional<Error> why = {};

  bool operator==(const GpuAttestation&) const = default;
};

struct GpuAttestations {
  std::vector<GpuAttestation> gpus;
  std::optional<Error> why;  ///< Why the GPUs were not asked, or not all of them.
};

/// Which child calls which library.
[[nodiscard]] vendor::Source attestation_source();

/// Asks every GPU for a report over `nonce` (hex), in a child that is waited for no longer than
/// `patience`. Nobody is asked where the bus of `files` has no NVIDIA GPU: then nothing is given,
/// and no reason either.
[[nodiscard]] GpuAttestations ask_for_attestation(const FileTree& files,
                                                  const vendor::Source& source,
                                                  const std::string& nonce,
                                                  std::chrono::milliseconds patience);

/// The child's end: a line of JSON for each GPU, or one with the reason why none is asked.
void run_attestation_child(const std::string& library, const std::string& nonce, std::ostream& out);

/// One line of it; the parent takes it for bytes from outside. An Error of the whole is in `why`
/// beside an empty address.
Result<GpuAttestation> parse_attestation_line(std::string_view line);

}  // namespace rackproof::nvml
