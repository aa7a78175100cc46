#pragma once

#include <optional>
#include <string>

#include "schemas/time.h"

namespace rackproof {

/// An end of the stretch in which something was signed, and who other than its signer says so.
struct TimeBound {
  UtcTime at;
  std::string says;  ///< "time stamp of Example TSA"; for people and for --json.
};

/// What is proven, and not merely claimed, of when one signature was made. Neither end: claimed
/// only.
struct ProvenTime {
  std::optional<TimeBound> not_before = {};  ///< What is signed carries something not known before.
  std::optional<TimeBound> not_after = {};   ///< The signature was there by then.
};

}  // namespace rackproof
