#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/plan.h"
#include "certsuite/readings_behind.h"
#include "schemas/architecture.h"
#include "schemas/device.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_journal.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What a run has behind it, as its journal tells.
struct RunHistory {
  std::vector<Step> steps;  ///< Every attempt in order; one that was cut off is ABORTED.
  std::vector<Disturbance> disturbances;
  std::vector<Segment> segments;  ///< The last one was cut off: its ended_by is still "".
  std::vector<std::string> done;  ///< Phases whose last attempt counts.
  std::string inventory;          ///< The last that a segment brought; "" = that of the request.
  std::vector<Fact> environment;  ///< Of the last segment.
  UtcTime last_seen;              ///< Stamp of the journal's last line.
  std::uint64_t whole_bytes = 0;  ///< Of the journal up to the end of its last whole line.
  bool torn = false;              ///< Something stood after that and is dropped.
  JournalEnd end;                 ///< Of the journal up to there.
  ReadingsBehind readings;        ///< What the journal tells of them.

  [[nodiscard]] bool is_done(std::string_view phase) const;
  [[nodiscard]] int attempts_of(std::string_view phase) const;
};

/// Pure. Reads a journal; a last line without newline was torn by the crash and is dropped. Any
/// other line that makes no sense, or does not go on from the one before it, is Error{malformed}
/// with its number.
Result<RunHistory> read_history(std::string_view journal);

/// How the machine differs from what it was, one sentence a difference: parts swapped, added or
/// gone, firmware and software changed. Empty = the same machine.
struct MachineChanges {
  std::vector<std::string> told;
  std::vector<DeviceKind> kinds;  ///< Of the devices, unique; software counts as the node.
};

/// Pure. Devices by id, probes left out. `now` may be another boot.
MachineChanges compare_machines(const Inventory& before, const Inventory& now);

/// Conditions that differ (governor, limits, power caps), one sentence each; the load average may.
std::vector<std::string> compare_environments(const std::vector<Fact>& before,
                                              const std::vector<Fact>& now);

/// Pure. The phases of the plan that the changes touch: those with a criterion on one of the kinds,
/// and every phase where the node, its processors, its memory or its software changed.
std::vector<std::string> touched_phases(const Plan& plan, const Architecture& reference,
                                        const MachineChanges& changes);

}  // namespace rackproof
