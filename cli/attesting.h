#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "cli/certify_options.h"
#include "probes/machine/file_tree.h"
#include "probes/tpm/tpm_quoter.h"
#include "probes/vendor/vendor_client.h"
#include "schemas/attestation.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Who is asked to prove who it is, and how.
struct AttestationSources {
  vendor::Source nvml;  ///< Always, where there are NVIDIA GPUs.
  std::chrono::milliseconds nvml_patience{0};
  tpm::Tools tools;
  std::string tpm_key;  ///< Persistent handle; "" = the TPM is not asked.
};

/// Of this machine.
[[nodiscard]] AttestationSources attestation_sources(const CertifyOptions& options);

/// Before a run: whether the key that --tpm-key names can be had, and is one that a verifier knows.
/// Nothing is asked where none is named. Error{malformed}: not a handle, or of a captured tree.
Result<void> check_tpm_key(const CertifyOptions& options);

/// What was answered.
struct Attested {
  std::vector<Attestation> told;
  std::map<std::string, std::string> members;  ///< Bytes by bundle path.
  std::vector<Fact> unavailable;               ///< For the environment: who did not answer, why.
};

/// Asks at the end of the run that `record` tells, whose inventory.json will be that of
/// `inventory`. An answer that does not hold is not kept. Nobody is asked in a captured tree.
[[nodiscard]] Attested attest(const AttestationSources& sources, const FileTree& files,
                              const RunRecord& record, const Inventory& inventory);

}  // namespace rackproof
