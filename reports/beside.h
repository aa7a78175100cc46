#pragma once

#include <string>
#include <vector>

#include "reports/attestation_answer.h"
#include "reports/evidence.h"
#include "reports/journal_answer.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

namespace rackproof {

/// What evidence besides samples comes to, where it holds.
struct Beside {
  RunJournalFound journal;
  AttestationsFound attested;
};

/// By whom the run record is vouched for, on what occasion. References only.
struct BesideQuestion {
  const SealedStatement& record;
  const AcceptedSigners& accepted;
  const TrustPolicy& trust;
  Occasion occasion;  ///< That the run record speaks of.
};

/// The run's journal and what parts answered when they were asked who they are. Error{untrusted}
/// names what is wrong.
Result<Beside> judge_beside(Loaded& loaded, const BesideQuestion& question);

}  // namespace rackproof
