#pragma once

#include "certsuite/workload.h"
#include "certsuite/workloads/host_ground.h"

namespace rackproof {

/// The work of `overlap` on given ground: one half of the processors multiplies while the other
/// streams memory, then the halves change places. A single processor does both turn by turn, and a
/// fact says so.
Result<WorkloadOutcome> run_overlap(const Effort& effort, WorkloadListener& listener,
                                    const HostGround& ground);

}  // namespace rackproof
