#pragma once

#include <string>

#include "reports/seal/time_stamp.h"
#include "tests/support/time_authority.h"

/// A site with an authority that stamps, for tests of what its stamps prove. The authority is made
/// once in a program, when it is first asked for.
namespace rackproof::testing {

/// Stands for the 64 bytes of one signature.
inline const std::string& signature() {
  static const std::string kBytes(64, '\x5a');
  return kBytes;
}

inline const TimeAuthority& site() {
  static const TimeAuthority kAuthority("site");
  return kAuthority;
}

inline const Identity& stamping() {
  static const Identity kIdentity = site().issue("tsa");
  return kIdentity;
}

/// A good response over signature(), made by openssl.
inline const std::string& good() {
  static const std::string kResponse = site().reply(site().query(signature()), stamping());
  return kResponse;
}

inline seal::TimeStamper site_stamper() {
  return {"site-tsa", site().root(), {"1.2.3.4.1", "1.2.3.4.2"}, {}, false, {}, {}};
}

/// Why that is no proof of time; "accepted" where it is one.
inline std::string why_not(const seal::Stamped& stamped, const seal::TimeStamper& stamper) {
  const auto stamp = verify_time_stamp(stamped, stamper);
  return stamp ? "accepted" : stamp.error().message;
}
inline std::string why_not(const std::string& stamp) {
  return why_not({stamp, signature()}, site_stamper());
}

}  // namespace rackproof::testing
