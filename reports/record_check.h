#pragma once

#include "schemas/manifest.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What a run record must say of the evidence that `manifest` lists.
[[nodiscard]] EvidenceSummary summary_of(const Manifest& manifest);

/// What `record` says beside the tests, held against the manifest and against itself: the sum of
/// the evidence, the digest of the plan where the plan is there, and clocks that were told as they
/// can be. Members that older records lack are not asked for. Error{untrusted} with what is wrong.
Result<void> check_record(const RunRecord& record, const Manifest& manifest);

}  // namespace rackproof
