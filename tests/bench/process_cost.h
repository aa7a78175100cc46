#pragma once

#include <string>
#include <string_view>

#include "probes/machine/file_tree.h"

namespace rackproof::bench {

/// What a process has taken so far, and what it holds.
struct ProcessCost {
  double cpu_seconds = 0;     ///< Of all of its threads, to the nanosecond (schedstat).
  double wake_ups = 0;        ///< Voluntary context switches: each sleep that ended.
  double resident_bytes = 0;  ///< Now.

  /// What it took since `before`; it holds what it holds.
  [[nodiscard]] ProcessCost since(const ProcessCost& before) const;
};

/// `process`: "self", or a process's number. Threads that have ended are not in it.
Result<ProcessCost> cost_of(const FileTree& machine, const std::string& process);

/// The number of our own child that runs the program of that name.
Result<std::string> child_named(const FileTree& machine, std::string_view name);

}  // namespace rackproof::bench
