#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "certsuite/plan.h"
#include "certsuite/runner.h"
#include "schemas/run_record.h"
#include "schemas/sample.h"
#include "schemas/time.h"

namespace rackproof {

/// Where one step works, and whom it tells.
struct StepPlace {
  std::string scratch;  ///< Private directory, not there yet; gone again afterwards.
  std::string log;      ///< File for the child's stderr.
  std::function<void(const Sample&)> keep;     ///< Takes its windows.
  std::function<void(const Mismatch&)> wrong;  ///< Takes its first wrong answers as they come.
  std::stop_token stop;
};

/// A step that has not begun, its stamps at `now`; `reason` says why it is not to be performed.
[[nodiscard]] Step new_step(const PlannedStep& planned, int attempt, UtcTime now);

/// Leaves the machine alone for as long as the step asks, at most until `stop`.
void settle_before(const PlannedStep& planned, const std::stop_token& stop);

/// Runs one planned step, child or idling, between `step.started` (set by the caller) and its end,
/// and fills in what came of it.
void work_step(const RunSetup& setup, const PlannedStep& planned, const StepPlace& place,
               Step& step);

/// Arguments after the program: "workload gemm_exact --seed 7 --seconds 5 --parameter share=0.5".
[[nodiscard]] std::vector<std::string> workload_arguments(const PlannedStep& planned);

/// "01-gemm.log" for the first step, phase "gemm", "01-gemm-2.log" for its second attempt; letters
/// that are awkward in names become '_'.
[[nodiscard]] std::string log_name(std::size_t index, const PlannedStep& planned, int attempt = 1);

}  // namespace rackproof
