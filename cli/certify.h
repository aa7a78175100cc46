#pragma once

#include <iosfwd>

#include "cli/certify_options.h"
#include "cli/exit_code.h"

namespace rackproof {

/// Reads the machine, works it by the plan, judges, seals and renders: one bundle at options.out,
/// or nothing there at all. Complaints and progress go to `err`, the answer to `out`. On the main
/// thread, before any other was started.
ExitCode certify(const CertifyOptions& options, std::ostream& out, std::ostream& err);

}  // namespace rackproof
