#pragma once

#include "certsuite/criteria/judge.h"
#include "certsuite/criteria/limits.h"
#include "certsuite/criteria/phase_gate.h"

namespace rackproof::criteria {

/// A criterion with all that is the same for every device it is put to.
struct Question {
  const Criterion& criterion;
  const Metric& metric;
  bool windowed = false;  ///< Judged on a workload's windows after warm-up.
  ResolvedLimits limits;
  PhaseGate gate;
};

/// A verdict with the question's names, unit and limits, and no outcome yet.
[[nodiscard]] Verdict blank_verdict(const Question& question, std::string device);

/// Puts the question to one device. Error only when its series cannot be read.
[[nodiscard]] Result<Verdict> evaluate(const Question& question, const Device& device,
                                       const Evidence& evidence);

}  // namespace rackproof::criteria
