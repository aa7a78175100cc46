#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "certsuite/work_claims.h"
#include "certsuite/workloads/child_protocol.h"
#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "schemas/inventory.h"
#include "schemas/run_record.h"
#include "schemas/sample.h"

namespace rackproof {

/// Turns what a workload's child says into a Step and samples, and believes nothing that cannot be:
/// an unknown device or metric, a time outside the step, words after the outcome. One a step, on
/// the runner's thread.
class StepMessages {
 public:
  /// `keep` takes each window as a sample on the inventory's devices; `wrong`, where given, each
  /// mismatch that the step keeps. All given outlives this.
  StepMessages(const Inventory& inventory, const Clock& clock, Step& step,
               std::function<void(const Sample&)> keep,
               std::function<void(const Mismatch&)> wrong = {});

  /// One line of the child's stdout. False: it made no sense, and the child is to be ended.
  bool take(std::string_view line);

  /// After the child ended: the step's status and reason, from what it said and how it ended.
  void conclude(const Result<ChildResult>& child);

 private:
  Result<void> accept(const WarmUpOver& message);
  Result<void> accept(const Window& window);
  Result<void> accept(const Mismatch& mismatch);
  Result<void> accept(const Fact& fact);
  Result<void> accept(const WorkloadOutcome& outcome);
  Result<void> accept(const Error& failure);
  Result<void> within_step(UtcTime at) const;
  void settle(StepStatus status, std::string reason);
  [[nodiscard]] bool settle_by_end(const ChildResult& child);
  void settle_by_words(const ChildResult& child);

  const Inventory& inventory_;
  const Clock& clock_;
  Step& step_;
  std::function<void(const Sample&)> keep_;
  std::function<void(const Mismatch&)> wrong_;
  std::map<std::string_view, DeviceHandle> handles_;  ///< By Device::id of the inventory.
  std::int64_t mismatches_ = 0;                       ///< As told one by one.
  WorkClaims claims_;
  bool has_outcome_ = false;
  std::string skipped_;
  std::string failure_;   ///< The child's own word for why it could not.
  std::string nonsense_;  ///< What it said that cannot be; "" = nothing.
};

}  // namespace rackproof
