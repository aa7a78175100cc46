#pragma once

#include <string>

#include "reports/stamping.h"

/// What `rackproof stamp` did, for people and for programs.
namespace rackproof {

/// Which seal a query was made for, and where it lies.
struct StampQueryMade {
  std::string role;   ///< As `--as` spells it.
  int signature = 1;  ///< Which of several, from 1.
  std::string file;
  std::string digest;  ///< As `--digest` spells it.
};

/// Format "rackproof-stamp-request/1".
[[nodiscard]] std::string stamp_request_json(const std::string& bundle,
                                             const StampQueryMade& query);

/// Format "rackproof-stamp-renewal/1".
[[nodiscard]] std::string stamp_renewal_json(const std::string& bundle, const StampQueryMade& query,
                                             const RenewalQuery& renewal);

/// Format "rackproof-stamp-added/1". `authority_checked` where a root was named that it has.
[[nodiscard]] std::string stamp_added_json(const std::string& bundle, const StampAdded& added,
                                           bool authority_checked);
/// A line for a person.
[[nodiscard]] std::string stamp_added_text(const StampAdded& added);

}  // namespace rackproof
