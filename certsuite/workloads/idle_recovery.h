#pragma once

#include "certsuite/workload.h"
#include "certsuite/workloads/host_ground.h"

namespace rackproof {

/// The work of `idle_recovery` on given ground: idle stretches with a pattern standing in memory,
/// each followed by full load and a check of the pattern. Parameters: `idle_seconds`, the length of
/// a stretch (a sixteenth of the phase, at most a minute); `memory_share` (0.1), the part of the
/// memory that holds the pattern, less when the phase is too short to touch it.
Result<WorkloadOutcome> run_idle_recovery(const Effort& effort, WorkloadListener& listener,
                                          const HostGround& ground);

}  // namespace rackproof
