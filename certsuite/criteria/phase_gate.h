#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "certsuite/criteria/ruling.h"
#include "schemas/architecture.h"
#include "schemas/criterion.h"
#include "schemas/inventory.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof::criteria {

/// What a criterion is judged on.
enum class Looks {
  samples,  ///< A probe's, over the whole phase.
  answers,  ///< A workload's windows after warm-up: counts and amounts.
  rates,    ///< The same, of how fast it was.
};

/// A stretch of time somebody looked at the machine, on one boot.
struct Stretch {
  TimeRange range;  ///< Where its readings lie.
  UtcTime end;      ///< When somebody is last known to have looked; at most range.to.
};

/// What the run says about the phase that a criterion looks at.
struct PhaseGate {
  std::optional<Ruling> ruling;  ///< Settles every device of the criterion, before any sample.
  /// In order; empty with a ruling. One, but for the whole of a run that was resumed after a
  /// reboot: then one a boot.
  std::vector<Stretch> stretches;
  std::chrono::nanoseconds unobserved{0};  ///< Between the segments of a resumed run.
};

/// Whether a workload of that name checks its own answers: all but the idle stretch do.
[[nodiscard]] bool checks_itself(const Step& step);

/// The last attempt at a phase; nullptr when the record has none.
[[nodiscard]] const Step* last_attempt(const RunRecord& record, const std::string& phase);

[[nodiscard]] PhaseGate phase_gate(const Criterion& criterion, Looks looks,
                                   const Architecture& reference, const RunRecord& record);

/// One sentence about the wrong answers of one step; nothing when it gave none.
[[nodiscard]] std::optional<std::string> wrong_answer_of(const Step& step);

/// One sentence about a wrong answer that any attempt at `phase` gave; nothing when none did.
[[nodiscard]] std::optional<std::string> wrong_answer_in(const RunRecord& record,
                                                         const std::string& phase);

}  // namespace rackproof::criteria
