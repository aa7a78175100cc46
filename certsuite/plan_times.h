#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "certsuite/plan.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/result.h"

namespace rackproof {

/// How long one phase takes in one tier on one machine, in seconds.
struct PhaseTimes {
  double work = 0;
  double settle = 0;
  bool not_scaled = false;  ///< Should have been lengthened by a memory size that nobody knows.
};

/// Whole GiB of main memory as the inventory has it; nothing where it does not.
[[nodiscard]] std::optional<std::int64_t> whole_gib_of_memory(const Inventory& inventory);

/// Pure. The error is a phase without seconds for `tier`, or a time that is none.
Result<PhaseTimes> phase_times(const Phase& phase, std::string_view tier,
                               std::optional<std::int64_t> memory_gib);

/// Makes the plan's work so long that the whole is expected to take `plan.asked_seconds`, every
/// step by the same factor, but none below its seconds in tier accept (a minute where it is not
/// part of that). A factor below one is a deviation. The error says the least that can be asked.
Result<void> stretch_plan(Plan& plan, const Architecture& reference);

}  // namespace rackproof
