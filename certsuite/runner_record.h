#pragma once

#include "certsuite/runner.h"
#include "certsuite/runner_evidence.h"
#include "certsuite/vigil.h"
#include "schemas/run_journal.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What a run's record says before anything is done: what is asked, of which machine, under which
/// conditions.
[[nodiscard]] RunRecord open_record(const RunSetup& setup, UtcTime started);

/// The journal's first line.
[[nodiscard]] RunBegan run_began(const RunRecord& record);

/// Where the run keeps what it finds, and the journal that it goes on with.
[[nodiscard]] EvidenceStore::Place evidence_place(const RunSetup& setup);

/// The run and its last segment end now: how far the wall clock went astray since `start`, and how
/// it is synchronised.
void end_record(const Instant& start, const Host& host, RunRecord& record);

}  // namespace rackproof
