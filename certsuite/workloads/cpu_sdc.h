#pragma once

#include <span>

#include "certsuite/workload.h"
#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {

/// The work of `cpu_sdc` with given kernels: every processor does the same rounds, answers are held
/// against golden tables and against each other, and a wrong one names its core. A processor that
/// is alone does everything twice and is held against itself. First at idle, in bursts after rests,
/// for the phase's share `idle_share` (0 to 0.5, else a sixth); then, after a stretch that heats,
/// hot to the end. Each wrong answer tells the state; rates are those of the hot state.
Result<WorkloadOutcome> run_cpu_sdc(const Effort& effort, WorkloadListener& listener,
                                    std::span<const CpuKernel> kernels);

}  // namespace rackproof
