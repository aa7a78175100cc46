#pragma once

#include <span>

#include "certsuite/workload.h"
#include "certsuite/workloads/cpu_kernel.h"

namespace rackproof {

/// The work of `cpu_sdc` with given kernels: every processor does the same rounds, answers are held
/// against golden tables and against each other, and a wrong one names its core. A processor that
/// is alone does everything twice and is held against itself.
Result<WorkloadOutcome> run_cpu_sdc(const Effort& effort, WorkloadListener& listener,
                                    std::span<const CpuKernel> kernels);

}  // namespace rackproof
