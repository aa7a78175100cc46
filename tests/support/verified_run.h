#pragma once

#include <chrono>
#include <sstream>
#include <string>

#include "cli/exit_code.h"
#include "cli/verifying.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/frozen_clock.h"

namespace rackproof::testing {

/// What `rackproof verify` answered and wrote.
struct VerifiedRun {
  ExitCode code = ExitCode::usage;
  std::string out;
  std::string err;
};

/// Ten minutes after a small run began.
inline VerifiedRun verified(const VerifyRequest& request) {
  std::ostringstream out;
  std::ostringstream err;
  const FrozenClock clock(small_start() + std::chrono::minutes(10));
  const auto code = verify_bundles(request, clock, out, err);
  return {code, out.str(), err.str()};
}

}  // namespace rackproof::testing
