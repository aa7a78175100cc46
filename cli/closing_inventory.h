#pragma once

#include <optional>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/series_source.h"

namespace rackproof {

/// The inventory that a run's bundle shows: the devices that the run worked with, held against the
/// parts that the reference declares by the last reading of each series. Fills presence, missing
/// and complaints; devices stay as they are, since samples and verdicts name them. One that
/// `at_end`, the look after the run, does not show any more is gone: not present, and a complaint
/// says so. Without `at_end` nobody looked. Errors are those of the source.
[[nodiscard]] Result<Inventory> closing_inventory(const Inventory& of_run,
                                                  const std::optional<Inventory>& at_end,
                                                  const Architecture& reference,
                                                  SeriesSource& samples);

}  // namespace rackproof
