#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "certsuite/journal_keeper.h"
#include "certsuite/plan.h"
#include "certsuite/progress.h"
#include "certsuite/runner_resume.h"
#include "probes/machine/host.h"
#include "probes/machine/termination.h"
#include "probes/probe.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// How patient a run is. Tests are less so.
struct RunPace {
  std::chrono::nanoseconds grace = std::chrono::seconds(15);  ///< Past the planned end of a child.
  std::chrono::nanoseconds read_patience = std::chrono::seconds(5);  ///< For all probes, once.
  std::chrono::milliseconds beat{100};  ///< Between looks at signals, and ticks.
  std::uint64_t most_memory_bytes = 0;  ///< Resident, of a workload; 0 = what the machine leaves.
  std::uint64_t least_free_bytes = std::uint64_t{256} << 20;  ///< On the output's filesystem.
};

/// Everything a run works with. What is referred to outlives the run.
struct RunSetup {
  const Host& host;
  const std::vector<std::unique_ptr<Probe>>& probes;
  const Inventory& inventory;  ///< By take_inventory over these probes.
  const Plan& plan;
  std::string state;                 ///< Directory of what a killed run can be gone on with.
  std::string output;                ///< Directory of the bundle: made at the end; must be vacant.
  std::vector<std::string> program;  ///< Command that plays a workload's child, without arguments.
  std::function<Inventory()> look_again;  ///< The inventory anew, by probes of its own.
  RunRecord known;  ///< What only the caller knows: run id, suite, command line, site; the
                    ///< environment where it was read already.
  std::optional<Resumption> before = {};        ///< Given: goes on with the run in `state`.
  const TerminationSignals* signals = nullptr;  ///< Null: only `stop` ends the run early.
  SignHead sign = {};                           ///< Checkpoints of the journal; empty = unsigned.
  RunPace pace = {};
};

/// Runs the plan, or what is left of it, and leaves in `output` samples.db, events.jsonl, the
/// journal with its checkpoints, and logs/; the record is returned, also of a run that was ended
/// early (status aborted). A killed process leaves `state`, in which each finished step is in the
/// journal after its samples are on the disk. A step that goes wrong is a fact, not an Error; Error
/// is for an output directory that cannot be used or a store that cannot be kept. Threads: children
/// and steps on the caller's, signals and ticks on one more, probes on theirs.
Result<RunRecord> run_plan(const RunSetup& setup, ProgressListener& listener,
                           const std::stop_token& stop);

}  // namespace rackproof
