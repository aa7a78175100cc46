#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/plan.h"
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

/// Puts what is behind the run into its record, ends the segment and the step that were cut off (at
/// the latest moment that journal or samples know of) and begins the next one at `now`.
void take_up(const Resumption& before, std::optional<UtcTime> samples_until, UtcTime now,
             RunRecord& record);

/// Says of each step that was cut off what was planned for it and the command that repeats it.
/// `kept` = whether a log is there that says something, by its name.
void complete_cut_off(const Plan& plan, const std::function<bool(const std::string&)>& kept,
                      std::vector<Step>& steps);

}  // namespace rackproof
