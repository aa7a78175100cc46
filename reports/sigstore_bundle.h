#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// One sealed statement and what stands beside it in a bundle of ours. Views only.
struct SealedMembers {
  std::string_view envelope;    ///< *.dsse.json.
  std::string_view chain = {};  ///< *.chain.pem; "" = none.
  std::string_view stamp = {};  ///< *.1.tsr, over the envelope's first signature; "" = none.
};

/// A sealed statement as a Sigstore bundle v0.3 (sigstore/protobuf-specs: sigstore_bundle.proto):
/// the envelope as it is, the time stamp as a TimeStampResp, and who signed. That is the
/// certificate of the key where the chain has one that was valid when it was stamped, since a
/// reader judges certificates at no other time; else the OpenSSH fingerprint of the key, which a
/// reader finds among its own. No entry of a log. Error{malformed} for what is no envelope, chain
/// or stamp, Error{untrusted} for a stamp over something else, Error{unsupported} for several
/// signatures, of which such a bundle has no room.
Result<std::string> sigstore_bundle(const SealedMembers& sealed);

}  // namespace rackproof
