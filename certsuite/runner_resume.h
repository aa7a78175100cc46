#pragma once

#include <optional>
#include <string>

#include "certsuite/run_history.h"
#include "schemas/run_journal.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// What a run that goes on brings with it. The caller compared the machine with what it was.
struct Resumption {
  RunHistory history;
  UtcTime started;    ///< Of the whole run.
  SegmentBegan next;  ///< What the journal is told first; the run sets its time.

  /// The attempt of that phase that counts; nullptr when it is to be run.
  [[nodiscard]] const Step* finished(const std::string& phase) const;
};

/// Puts what is behind the run into its record, ends the segment that was cut off (at the latest
/// moment that journal or samples know of) and begins the next one at `now`.
void take_up(const Resumption& before, std::optional<UtcTime> samples_until, UtcTime now,
             RunRecord& record);

}  // namespace rackproof
