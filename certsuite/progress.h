#pragma once

#include <chrono>
#include <cstddef>

#include "certsuite/plan.h"
#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Watches a run: a bar, plain lines, JSON lines or nothing. The runner calls from three threads
/// but never from both at once; a call must return quickly, for the run waits.
class ProgressListener {
 public:
  virtual ~ProgressListener() = default;
  ProgressListener() = default;
  ProgressListener(const ProgressListener&) = delete;
  ProgressListener& operator=(const ProgressListener&) = delete;
  ProgressListener(ProgressListener&&) = delete;
  ProgressListener& operator=(ProgressListener&&) = delete;

  virtual void run_started(const Plan& plan) = 0;
  /// `index` counts the plan's steps from 0. Skipped steps start and finish at once.
  virtual void step_started(std::size_t index, const PlannedStep& step) = 0;
  /// Several times a second, `elapsed` since the run started.
  virtual void tick(std::chrono::nanoseconds elapsed) = 0;
  /// A window of the workload, or a temperature or processor frequency that a probe read.
  virtual void told(const Device& /*device*/, const Metric& /*metric*/, double /*value*/) {}
  virtual void disturbed(const Disturbance& /*disturbance*/) {}
  virtual void step_finished(std::size_t index, const Step& step) = 0;
  virtual void run_finished(const RunRecord& record) = 0;
};

}  // namespace rackproof
