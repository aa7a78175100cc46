#pragma once

#include <iosfwd>

#include "cli/certify_options.h"
#include "cli/exit_code.h"

namespace rackproof {

/// Goes on with the run that was killed while it made the bundle at options.resume (OUT or
/// OUT.part): steps that are done are not done again. Exit 2 where there is no such run or it was
/// begun by another program or for another reference; 3 where it is still going.
ExitCode certify_resume(const CertifyOptions& options, std::ostream& out, std::ostream& err);

}  // namespace rackproof
