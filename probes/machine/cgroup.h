#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/file_tree.h"

namespace rackproof {

/// Directories of this process's group in the unified hierarchy (cgroup version 2), its own first,
/// the root last; the root alone where the process is in it or says nothing. Inside a container the
/// root itself is the container's group, and the others may not be there.
std::vector<std::string> cgroup_directories(const FileTree& files);

/// The same in the hierarchy of one controller of version 1 ("memory"), below
/// /sys/fs/cgroup/<controller>.
std::vector<std::string> cgroup_directories(const FileTree& files, std::string_view controller);

}  // namespace rackproof
