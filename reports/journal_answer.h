#pragma once

#include <span>
#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

namespace rackproof {

/// Whose checkpoints of a run's journal count: the keys that are pinned as collector, and those of
/// `accepted` that signed the run record by a chain.
[[nodiscard]] std::vector<seal::PublicKey> collector_keys(const TrustPolicy& trust,
                                                          const SealedStatement& record,
                                                          const AcceptedSigners& accepted);

/// What the journal of a run gives; it and what it tells of agree.
struct RunJournalFound {
  std::vector<std::string> sentences;  ///< What it says of itself.
  std::string unproven;  ///< What of the samples it cannot vouch for; "" = nothing, or no journal.
};

/// Whether the run's journal, where the run record names one, is whole and that of the record, and
/// the samples are those that it tells of. Error{untrusted} names what is wrong.
Result<RunJournalFound> judge_run_journal(Loaded& loaded, std::span<const seal::PublicKey> keys);

}  // namespace rackproof
