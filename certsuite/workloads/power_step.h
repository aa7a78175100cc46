#pragma once

#include "certsuite/workload.h"
#include "certsuite/workloads/host_ground.h"

namespace rackproof {

/// The work of `power_step` on given ground: the team swings between bursts of exact matrix
/// multiplication and sleep, in phase, in anti-phase and at random.
Result<WorkloadOutcome> run_power_step(const Effort& effort, WorkloadListener& listener,
                                       const HostGround& ground);

}  // namespace rackproof
