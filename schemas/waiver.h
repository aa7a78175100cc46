#pragma once

#include <string>

namespace rackproof {

/// Somebody answers for a requirement that is not met. It changes no verdict and no overall: it is
/// recorded, signed with the report, and shown beside the requirement.
struct Waiver {
  std::string requirement;  ///< A criterion of the reference, or "identity", "part-<kind>"...
  std::string by;           ///< Who waives it: name and role.
  std::string expires;      ///< "YYYY-MM-DD"; it holds to the end of that day, UTC.
  std::string reason;

  bool operator==(const Waiver&) const = default;
};

}  // namespace rackproof
