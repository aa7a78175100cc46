#pragma once

#include <string>

#include "certsuite/run_history.h"
#include "cli/certify_inputs.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_journal.h"

namespace rackproof {

/// What a run that was killed left in its state directory.
struct InterruptedRun {
  RunRequest request;
  RunHistory history;
  Inventory inventory;  ///< As the last segment had it.
};

/// A journal that is not there yet is an empty one. The error names the file that makes no sense.
Result<InterruptedRun> read_interrupted_run(const std::string& state);

/// Reference and site as the run was begun with them. No key: that is never kept.
Result<CertifyInputs> restore_inputs(const RunRequest& request, const std::string& state);

}  // namespace rackproof
