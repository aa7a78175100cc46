#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/evidence.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

namespace rackproof {

/// Endings of the members of one quote, attestations/tpm.quote and so on, and of one GPU's answer.
inline constexpr std::string_view kQuoteMember = ".quote";         ///< TPMS_ATTEST.
inline constexpr std::string_view kSignatureMember = ".sig";       ///< TPMT_SIGNATURE.
inline constexpr std::string_view kPcrsMember = ".pcrs";           ///< Eight SHA-256.
inline constexpr std::string_view kPublicKeyMember = ".pub";       ///< PEM.
inline constexpr std::string_view kReportMember = ".report";       ///< SPDM.
inline constexpr std::string_view kCertificatesMember = ".certs";  ///< PEM.

/// What the answers of parts that were asked to prove who they are come to.
struct AttestationsFound {
  std::vector<std::string> sentences;
  bool quoted = false;  ///< A TPM that is trusted for this device quoted over this run.
};

/// Holds each against the nonce of this run and, of a TPM, its signature and registers; then asks
/// whether `trust` names its key in the role tpm for `occasion`. Error{untrusted} names the member
/// that does not hold; a key that nobody trusts is no error.
Result<AttestationsFound> judge_attestations(const Loaded& loaded, const TrustPolicy& trust,
                                             const Occasion& occasion);

}  // namespace rackproof
