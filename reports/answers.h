#pragma once

#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "reports/verify.h"

/// The parts of a verification that are pure functions of what was read and proven.
namespace rackproof {

/// What beyond the two statements was found in a bundle and holds. Whoever checks a member fills
/// its line; what stays as it is was not there.
struct Proofs {
  bool order = false;  ///< A test order of somebody trusted as vendor, met by this run.
  std::vector<std::string> broken_times = {};  ///< Sentences on stamps and orders that do not hold.
  std::vector<std::string> unheard_times = {};  ///< On those that nobody trusted vouches for.
  bool status_valid = false;  ///< A current status list of somebody trusted says "valid".
  bool logged = false;        ///< A log that is trusted holds the report.
  bool quoted = false;        ///< A TPM that is trusted quoted over this run.
  /// What of the samples the run's journal cannot vouch for; "" = nothing.
  std::string unproven_samples = {};
};

/// Who signed and may, of both statements.
struct Vouched {
  AcceptedSigners record;
  AcceptedSigners report;
};

/// Did keys that are trusted for it seal them?
[[nodiscard]] Answer identity_answer(const SealedStatement& record, const SealedStatement& report,
                                     const Vouched& vouched);

/// When, and who says so? Claims must be possible, fit what is proven, and the trust file's demands
/// must be met.
[[nodiscard]] Answer time_answer(const Loaded& loaded, const Vouched& vouched, const Proofs& proofs,
                                 const VerifyOptions& options);

/// Sentences on the demands of the trust file on when and why it was tested that are not met.
[[nodiscard]] std::vector<std::string> unmet_time_demands(const Vouched& vouched,
                                                          const Proofs& proofs,
                                                          const ReportPolicy& policy);

/// Sentences on the demands of the trust file that this report, apart from its times, does not
/// meet.
[[nodiscard]] std::vector<std::string> unmet_demands(const Loaded& loaded, const Proofs& proofs,
                                                     const ReportPolicy& policy);

}  // namespace rackproof
