#pragma once

#include <cstddef>

namespace rackproof {

/// How many files this process may have open at once: its soft limit (RLIMIT_NOFILE).
[[nodiscard]] std::size_t open_file_limit();

/// Raises the soft limit to the hard one and gives the limit that holds then. Once, at start.
std::size_t raise_open_file_limit();

}  // namespace rackproof
