#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "certsuite/plan.h"
#include "certsuite/runner_resume.h"
#include "cli/certify_inputs.h"
#include "cli/certify_options.h"
#include "cli/exit_code.h"
#include "probes/machine/termination.h"
#include "reports/bundle_writer.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_journal.h"

namespace rackproof {

/// Everything that working and sealing one run takes; it begins, or goes on where `before` is
/// given. References only; all outlive it.
struct CertifyRun {
  const CertifyOptions& options;
  const CertifyInputs& inputs;
  const Machine& machine;
  const Plan& plan;
  const RunRequest& request;
  const Inventory& inventory;  ///< That the bundle shows.
  const TerminationSignals& signals;
  std::optional<Resumption> before = {};
};

/// Works the plan, judges, seals and names the bundle; the answer to `out`, complaints and progress
/// to `err`. When the run is over and its bundle cannot be made, the state stays for another try.
ExitCode work_and_seal(const CertifyRun& run, BundleWriter& writer, std::ostream& out,
                       std::ostream& err);

/// The files of a run that can be gone on with, in its state directory.
[[nodiscard]] std::string request_path(const std::string& state);
[[nodiscard]] std::string lock_path(const std::string& state);

}  // namespace rackproof
