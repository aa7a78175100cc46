#pragma once

#include <cstdint>
#include <vector>

#include "certsuite/workload.h"
#include "certsuite/workloads/triad_kernel.h"

namespace rackproof {

/// What the machine offers to `mem_triad`.
struct TriadGround {
  std::uint64_t memory_bytes = 0;      ///< May be taken without an out-of-memory kill.
  std::uint64_t last_cache_bytes = 0;  ///< Of the whole node; 0 = unknown.
  std::vector<TriadKernel> kernels;    ///< Not empty; the fastest one is used.
};

/// The work of `mem_triad` on given ground. Parameter `memory_share` (0.25): the largest part of
/// the memory that all three arrays may take.
Result<WorkloadOutcome> run_mem_triad(const Effort& effort, WorkloadListener& listener,
                                      const TriadGround& ground);

}  // namespace rackproof
