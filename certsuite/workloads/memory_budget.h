#pragma once

#include <cstdint>

#include "probes/machine/file_tree.h"
#include "schemas/result.h"

namespace rackproof {

/// Bytes that this process may still take without an out-of-memory kill: MemAvailable of
/// /proc/meminfo (proc_meminfo(5)), less where a memory cgroup of the process or of one of its
/// parents leaves less (memory.max - memory.current in version 2, memory.limit_in_bytes -
/// memory.usage_in_bytes in version 1; page cache is not counted as used, since the kernel gives it
/// up first), or where its cpuset leaves it NUMA nodes that have less. Error when /proc/meminfo
/// cannot be read.
Result<std::uint64_t> memory_budget(const FileTree& files);

/// Bytes of last-level cache over the whole node: the highest cache index of each processor, each
/// shared cache counted once. Zero where the system does not say.
[[nodiscard]] std::uint64_t last_level_cache_bytes(const FileTree& files);

}  // namespace rackproof
