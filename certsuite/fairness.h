#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/processor_times.h"
#include "probes/machine/file_tree.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Foreign load above this share of the processors' time takes the rates away.
inline constexpr double kMostForeignShare = 0.05;

/// What surrounds a step at one moment and may not change, or only so much, while it runs.
struct Surroundings {
  Result<ProcessorTimes> times = Error{ErrorKind::absent, "not read"};
  std::vector<Fact> conditions;                   ///< condition_facts().
  std::optional<std::int64_t> thermal_throttles;  ///< Of all processors; none = not counted here.
  std::optional<std::int64_t> cgroup_throttles;   ///< Of this process's group and those above it.
};

Surroundings read_surroundings(const FileTree& files);

/// What was noticed over one step: the phase and time of the disturbances are the caller's.
struct FairnessFindings {
  std::vector<Disturbance> disturbances;
  std::vector<Fact> facts;  ///< foreign_cpu_share, runner_cpu_share.
};

/// Pure. `elapsed_seconds` between the two, by the monotonic clock.
FairnessFindings compare_surroundings(const Surroundings& before, const Surroundings& after,
                                      double elapsed_seconds);

/// Said once, at the start: a quota of processor time below the number of processors, processors
/// that this process may not run on. Not again what `told` has, as after a resumption.
std::vector<Disturbance> standing_disturbances(const FileTree& files,
                                               const std::vector<Disturbance>& told);

}  // namespace rackproof
