#pragma once

#include "certsuite/workload.h"
#include "certsuite/workloads/host_ground.h"

namespace rackproof {

/// The work of `thermal_soak` on given ground: every processor multiplies and streams memory turn
/// by turn, two parts of the time and one, so that chips and memory are hot together.
Result<WorkloadOutcome> run_thermal_soak(const Effort& effort, WorkloadListener& listener,
                                         const HostGround& ground);

}  // namespace rackproof
