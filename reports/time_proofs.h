#pragma once

#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/time.h"

namespace rackproof {

/// What others than the signers say in a bundle about when it was made.
struct TimeProofs {
  bool order_met = false;            ///< Somebody trusted as vendor ordered exactly this run.
  std::vector<std::string> broken;   ///< Sentences on proofs that are there and do not hold.
  std::vector<std::string> unheard;  ///< On those that nobody who is trusted can vouch for.
};

/// Both statements of a bundle, with the signatures of those who may be trusted.
struct SealedPair {
  SealedStatement record;
  SealedStatement report;
};

/// Looks at every time stamp and at the test order in the bundle, and notes in `sealed` what each
/// proves: a stamp that its signature was there by then, an order that nothing was signed before.
[[nodiscard]] TimeProofs prove_times(const Loaded& loaded, SealedPair& sealed,
                                     const TrustPolicy& trust, UtcTime now);

}  // namespace rackproof
