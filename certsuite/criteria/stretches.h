#pragma once

#include <chrono>
#include <vector>

#include "certsuite/criteria/phase_gate.h"
#include "schemas/run_record.h"

/// A run that was stopped and resumed, as the stretches in which somebody looked at the machine.
namespace rackproof::criteria {

/// [from, to], both ends included.
[[nodiscard]] Stretch stretch_between(UtcTime from, UtcTime to);

/// Whether the segments of the record follow one another within the run; true where it has none.
[[nodiscard]] bool in_order(const RunRecord& record);

/// The whole run. Segments of one boot are one stretch: a counter can be read across the gap
/// between them. What was read after a segment was last known to live still belongs to it.
[[nodiscard]] std::vector<Stretch> stretches_of(const RunRecord& record);

/// How long nobody looked between the segments.
[[nodiscard]] std::chrono::nanoseconds unobserved_in(const RunRecord& record);

}  // namespace rackproof::criteria
