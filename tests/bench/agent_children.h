#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/result.h"

/// What bench_agent measures runs in processes of its own, this same program again.
namespace rackproof::bench {

/// What a child told.
struct AgentCost {
  double cpu_seconds = 0;
  double wake_ups = 0;
  double resident_bytes = 0;
  std::int64_t values = 0;  ///< Readings that have a value, found in the store; files for preads.
};

/// The agent as it is shipped, every probe each second, storing, after a start of twelve seconds
/// that is not counted; `root` is "/" or a tree whose files stay open as those of sysfs do.
Result<AgentCost> run_station(const std::string& root, int seconds);
/// One pread a second of each file that a pass of the Neuron probe reads.
Result<AgentCost> run_preads(const std::string& root, int seconds);
/// The store's way out, filled with `seconds` passes of the Neuron probe of which half of the
/// counts move, as fast as it goes: its most resident memory.
Result<AgentCost> run_filling(const std::string& root, int seconds);

/// The child's part: "--station ROOT SECONDS" and so on; the exit code.
int run_as_child(const std::vector<std::string>& words);

}  // namespace rackproof::bench
