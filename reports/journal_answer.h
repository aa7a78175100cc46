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

/// Whether the run's journal, where the run record names one, is whole and that of the record, and
/// the samples are those that it tells of; what it says of itself, sentence by sentence.
/// Error{untrusted} names what is wrong.
Result<std::vector<std::string>> judge_run_journal(Loaded& loaded,
                                                   std::span<const seal::PublicKey> keys);

}  // namespace rackproof
