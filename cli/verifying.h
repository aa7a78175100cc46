#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "probes/machine/clock.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

namespace rackproof {

/// What was asked on the command line of `rackproof verify` or `rackproof-verify`.
struct VerifyRequest {
  std::vector<std::string> bundles = {};
  std::string trust = {};  ///< Trust file, or
  std::string key = {};    ///< one public key; exactly one of the two is given.
  std::string seen =
      {};  ///< Memory of what was seen before (reports/seen.h); "" = none. Only with `trust`.
  std::string status = {};  ///< The newest status list; "" = none. Only with `trust`.
  bool confined = false;    ///< Give up all rights that reading the bundles does not need.
  bool allow_simulated = false;
  bool json = false;
};

/// Verifies each bundle and prints the four answers to `out`, complaints to `err`. The answer is
/// the worst over all bundles, untrusted before failed before not_pass.
ExitCode verify_bundles(const VerifyRequest& request, const Clock& clock, std::ostream& out,
                        std::ostream& err);

}  // namespace rackproof
