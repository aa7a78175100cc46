#pragma once

#include <string>
#include <string_view>

#include "reports/seal/signature.h"
#include "schemas/result.h"

/// Who can sign: a private key in a file, a program that has one, a token. What is told apart is
/// where the key lives and never what a signature is.
namespace rackproof::seal {

/// Used by one thread at a time.
class Signer {
 public:
  virtual ~Signer() = default;

  [[nodiscard]] virtual const PublicKey& public_key() const = 0;
  /// A signature over exactly `message`, as public_key() verifies it. Not yet verified: see
  /// signed_by(). Error{denied}, {timed_out} or {io} where the key's keeper does not sign.
  [[nodiscard]] virtual Result<std::string> sign(std::string_view message) const = 0;

  [[nodiscard]] KeyAlgorithm algorithm() const { return public_key().algorithm(); }
};

/// What `signer` says to `message`, after its own public key has verified it: a program, a token or
/// broken memory may give anything. Error{untrusted} when it does not verify.
Result<std::string> signed_by(const Signer& signer, std::string_view message);

}  // namespace rackproof::seal
