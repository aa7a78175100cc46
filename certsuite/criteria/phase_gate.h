#pragma once

#include <optional>

#include "certsuite/criteria/ruling.h"
#include "schemas/architecture.h"
#include "schemas/criterion.h"
#include "schemas/inventory.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof::criteria {

/// What the run says about the phase that a criterion looks at.
struct PhaseGate {
  std::optional<Ruling> ruling;  ///< Settles every device of the criterion, before any sample.
  TimeRange range{};             ///< Where its samples or windows lie; only without a ruling.
};

/// Whether a workload of that name checks its own answers: all but the idle stretch do.
[[nodiscard]] bool checks_itself(const Step& step);

/// The last attempt at a phase; nullptr when the record has none.
[[nodiscard]] const Step* last_attempt(const RunRecord& record, const std::string& phase);

/// `windowed`: judged on a workload's windows after warm-up instead of on a probe's samples.
[[nodiscard]] PhaseGate phase_gate(const Criterion& criterion, bool windowed,
                                   const Architecture& reference, const RunRecord& record);

/// One sentence about a wrong answer that any attempt at `phase` gave; nothing when none did.
[[nodiscard]] std::optional<std::string> wrong_answer_in(const RunRecord& record,
                                                         const std::string& phase);

}  // namespace rackproof::criteria
