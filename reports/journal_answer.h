#pragma once

#include <span>
#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/journal_check.h"
#include "reports/signers.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

namespace rackproof {

/// Whose checkpoints of a run's journal count: the keys that are pinned as collector, each with
/// what is against it on this `occasion`, that of the run record; and those of `accepted` that
/// signed the run record by a chain. What proves the record's time proves theirs: it names them.
[[nodiscard]] std::vector<CheckpointKey> collector_keys(const TrustPolicy& trust,
                                                        const SealedStatement& record,
                                                        const AcceptedSigners& accepted,
                                                        const Occasion& occasion);

/// What the journal of a run gives; it and what it tells of agree.
struct RunJournalFound {
  std::vector<std::string> sentences;  ///< What it says of itself.
  std::string unproven;  ///< What of the samples it cannot vouch for; "" = nothing, or no journal.
};

/// Whether the run's journal, where the run record names one, is whole and that of the record, and
/// the samples are those that it tells of. Error{untrusted} names what is wrong.
Result<RunJournalFound> judge_run_journal(Loaded& loaded, std::span<const CheckpointKey> keys);

}  // namespace rackproof
