#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "schemas/store/keep_rules.h"
#include "schemas/store/store.h"
#include "schemas/store/tier.h"

namespace rackproof::store {

/// A stretch that is to be forgotten next: of readings, or of a tier.
struct DueStretch {
  std::size_t resolution = 0;  ///< 0 = readings, n = kTiers[n - 1].
  std::int64_t start_ns = 0;
  std::int64_t end_ns = 0;
};

/// By age, where `now` can be believed, or by the size of the file: readings first, then the finest
/// tier, and so on. Readings of which some are still in memory alone are never due.
[[nodiscard]] Result<std::optional<DueStretch>> due_stretch(Store::State& state,
                                                            const KeepRules& rules,
                                                            std::optional<UtcTime> now);

/// The stretch of a tier that what is forgotten of `resolution` goes to; of the last tier its own.
[[nodiscard]] TierPlace target_of(std::size_t resolution, std::int64_t start_ns);

}  // namespace rackproof::store
