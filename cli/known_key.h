#pragma once

#include <string>

#include "cli/signing.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"

namespace rackproof {

/// A key that a person named, and what it was found to be.
struct KnownKey {
  seal::PublicKey key;
  std::string what;  ///< "public" or "private" for a file, "token" or "command".
};

/// The public half of what `choice` names: of a file either half; what is no file is asked to sign
/// once. Of two refusals of a file the one is told that fits what the file is.
Result<KnownKey> find_key(const KeyChoice& choice);

}  // namespace rackproof
