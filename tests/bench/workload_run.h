#pragma once

#include <string>
#include <vector>

#include "certsuite/workloads/child_protocol.h"
#include "schemas/result.h"

namespace rackproof::bench {

/// What one run of a workload by the program under RACKPROOF_PROGRAM said.
struct WorkloadRun {
  std::vector<Window> windows;
  std::vector<Fact> facts;

  /// Middle value of the windows of `metric`; zero where there are none.
  [[nodiscard]] double median_of(const std::string& metric) const;
  /// Value of the fact of that name, or "".
  [[nodiscard]] std::string fact(const std::string& name) const;
};

/// Runs `program workload NAME` with these words after it, to its end.
Result<WorkloadRun> run_workload(const std::vector<std::string>& words);

}  // namespace rackproof::bench
