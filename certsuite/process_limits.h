#pragma once

#include <cstdint>
#include <optional>

#include "probes/machine/file_tree.h"
#include "schemas/run_record.h"

/// What holds this process back from the whole machine: limits of its control groups (its own and
/// those above it, versions 1 and 2; the tightest rules) and the processors that it may run on.
namespace rackproof {

/// "cgroup_memory_limit": bytes, "max" where the groups set none, "no limit found" without groups.
Fact memory_limit_fact(const FileTree& files);

/// "cgroup_cpu_limit": "quota period" in microseconds, else as above.
Fact processor_quota_fact(const FileTree& files);

/// "cpus_allowed": "0-3,8", or why it is not known.
Fact allowed_processors_fact(const FileTree& files);

/// How many processors' time the tightest quota allows; nothing where there is no quota.
std::optional<double> cgroup_processors(const FileTree& files);

/// How many processors this process may run on; nothing where the system does not say.
std::optional<int> allowed_processor_count(const FileTree& files);

/// How often a quota was used up, summed over the groups; nothing where no group counts.
std::optional<std::int64_t> cgroup_throttles(const FileTree& files);

/// Bytes that a workload may hold before the machine or a group has none left: what is left now,
/// and never more than 97 % of the smaller of main memory and the limit; 512 MiB in any case where
/// there is that much at all. 0 where main memory cannot be read.
std::uint64_t usable_memory(const FileTree& files);

}  // namespace rackproof
