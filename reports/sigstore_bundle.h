#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// A sealed statement as a Sigstore bundle v0.3 (sigstore/protobuf-specs: sigstore_bundle.proto):
/// the envelope as it is, and the key that signed it named by its OpenSSH fingerprint, which a
/// verifier finds among its own keys. No certificate, no log entry, no time stamp. `envelope` is
/// the member report.dsse.json. Error{malformed} for an envelope that is none, Error{unsupported}
/// for several signatures, of which such a bundle has no room.
Result<std::string> sigstore_bundle(std::string_view envelope);

}  // namespace rackproof
