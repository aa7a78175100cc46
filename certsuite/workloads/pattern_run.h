#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "certsuite/workload.h"
#include "probes/machine/file_tree.h"

namespace rackproof {

/// What the machine offers to `mem_pattern`.
struct PatternGround {
  std::uint64_t memory_bytes = 0;  ///< May be taken without an out-of-memory kill.
  /// Called between two sweeps with the whole region and the number of sweeps done: the way for a
  /// test to break a memory cell. Empty on a real machine.
  std::function<void(std::span<std::uint64_t>, int)> disturb = {};
  /// Bytes that may still be taken now, asked for while the region grows. Empty: as many as wanted.
  std::function<std::uint64_t()> left_bytes = {};
  /// Lets that many seconds pass or returns early at a stop. Empty: sleeps.
  std::function<void(double seconds)> rest = {};
  /// Where NUMA nodes, memory controllers and DIMMs are described; null: nowhere.
  const FileTree* files = nullptr;
};

/// The work of `mem_pattern` on given ground. Parameters: `memory_share` (0.25), the part of the
/// memory to test, less when the phase is too short to touch it and to walk all patterns over it,
/// or when memory gets short; `fade_seconds`, how long the region is left alone in each of the two
/// bit-fade turns of a lap: by default nothing in phases under 45 s, an eighth of those under
/// 240 s, a quarter of longer ones, at most 90 s.
Result<WorkloadOutcome> run_mem_pattern(const Effort& effort, WorkloadListener& listener,
                                        const PatternGround& ground);

}  // namespace rackproof
