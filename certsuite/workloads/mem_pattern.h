#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "certsuite/workload.h"

namespace rackproof {

/// What the machine offers to `mem_pattern`.
struct PatternGround {
  std::uint64_t memory_bytes = 0;  ///< May be taken without an out-of-memory kill.
  /// Called between two sweeps with the whole region and the number of sweeps done: the way for a
  /// test to break a memory cell. Empty on a real machine.
  std::function<void(std::span<std::uint64_t>, int)> disturb = {};
};

/// The work of `mem_pattern` on given ground. Parameter `memory_share` (0.25): the part of the
/// memory to test, less when the phase is too short to touch it and to walk all patterns over it.
Result<WorkloadOutcome> run_mem_pattern(const Effort& effort, WorkloadListener& listener,
                                        const PatternGround& ground);

}  // namespace rackproof
