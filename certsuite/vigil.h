#pragma once

#include <chrono>
#include <vector>

#include "certsuite/fairness.h"
#include "certsuite/frequency_watch.h"
#include "probes/machine/clock.h"
#include "probes/machine/host.h"
#include "schemas/inventory.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// Wall and monotonic time read together, to see the one move against the other.
struct Instant {
  explicit Instant(const Clock& clock) : wall(clock.now()), monotonic(clock.monotonic()) {}
  /// Seconds by which the wall clock was moved since `earlier`; positive = forward.
  [[nodiscard]] double wall_moved_since(const Instant& earlier) const;

  UtcTime wall;
  std::chrono::nanoseconds monotonic;
};

/// What a step is held against: clock and surroundings as they were when it began.
class StepVigil {
 public:
  /// Reads them. `host` outlives the vigil.
  explicit StepVigil(const Host& host);

  [[nodiscard]] UtcTime began() const { return began_.wall; }
  /// Reads them again and compares: a clock that was moved comes first. `frequencies`: of the
  /// processors while the step worked.
  [[nodiscard]] FairnessFindings findings(const FrequenciesRead& frequencies) const;

 private:
  const Host& host_;
  Instant began_;
  Surroundings around_;
};

/// Pure. What is another machine after a run than before it: its boot, and devices that are gone.
/// The time of each disturbance is the caller's.
[[nodiscard]] std::vector<Disturbance> compare_inventories(const Inventory& before,
                                                           const Inventory& after);

}  // namespace rackproof
