#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "probes/machine/file_tree.h"
#include "schemas/result.h"

namespace rackproof {

/// Processor time since the boot, in seconds, all processors together where nothing else is said.
struct ProcessorTimes {
  double busy = 0;    ///< In user and kernel mode, interrupts left out.
  double stolen = 0;  ///< Taken by the hypervisor for others.
  double own = 0;     ///< Of this process and the children that it has waited for.
  double runner = 0;  ///< Of this process alone: runner and probes.
  std::map<std::int64_t, double> kernel_threads;  ///< By number: they work for whoever asked.
  std::map<std::int64_t, double> busy_of;         ///< By logical processor, counted as `busy`.
  int processors = 0;
};

/// Pure: what /proc/stat says. Times of this process and of kernel threads are left at zero.
Result<ProcessorTimes> parse_processor_times(std::string_view text);

Result<ProcessorTimes> read_processor_times(const FileTree& files);

/// How many processors the kernel counts times of.
Result<int> count_processors(const FileTree& files);

/// Share of `elapsed_seconds` that each logical processor worked between the two, by number; those
/// that were there both times. Empty where no time passed.
[[nodiscard]] std::map<std::int64_t, double> loads_between(const ProcessorTimes& before,
                                                           const ProcessorTimes& after,
                                                           double elapsed_seconds);

}  // namespace rackproof
