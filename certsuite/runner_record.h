#pragma once

#include "certsuite/runner.h"
#include "certsuite/vigil.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What a run's record says before anything is done: what is asked, of which machine, under which
/// conditions.
[[nodiscard]] RunRecord open_record(const RunSetup& setup, UtcTime started);

/// The end of the run and of its last segment, and how far the wall clock went astray since
/// `start`.
void end_record(const Instant& start, const Instant& end, RunRecord& record);

}  // namespace rackproof
