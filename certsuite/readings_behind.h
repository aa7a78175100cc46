#pragma once

#include <cstdint>
#include <optional>

#include "certsuite/reading_stretches.h"
#include "schemas/result.h"
#include "schemas/run_journal.h"
#include "schemas/store/store.h"
#include "schemas/time.h"

namespace rackproof {

/// What a run's journal told of readings before its process was killed.
struct ReadingsBehind {
  std::optional<UtcTime> until;  ///< All stretches before it are told; none = not one is.
  std::uint64_t readings = 0;    ///< In those stretches.
  ReadingsLate late;             ///< All lines of late ones together, of any stretch.
};

/// With all that the store has of the stretches that the journal does not tell of yet, and the
/// number of late readings that the process was killed before it could list. Error{malformed} where
/// the store has fewer readings than the journal tells of.
Result<ReadingStretches> stretches_behind(const ReadingsBehind& told, Store& store);

}  // namespace rackproof
