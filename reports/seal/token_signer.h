#pragma once

#include <memory>
#include <string>

#include "probes/machine/secret_text.h"
#include "reports/seal/sign_command.h"
#include "reports/seal/signer.h"
#include "schemas/result.h"

/// Keys on PKCS #11 tokens. The maker's module is called in a child of ours and nowhere else: it
/// may hang, crash, start threads or change what it likes. The PIN goes to that child by its stdin.
namespace rackproof::seal {

/// What the child is asked for.
inline constexpr const char* kTokenPublicKey = "public";
inline constexpr const char* kTokenSignature = "sign";

/// A signer by the key that `uri` names. `child` is the command line of this program up to the
/// question, to which what is asked and the URI are added. Asks the child for the public key.
/// Errors are those of answer_of_program(), and malformed for an answer that is no key.
Result<std::unique_ptr<Signer>> open_token(const SignCommand& child, const std::string& uri,
                                           SecretText pin);

/// The child's side: reads the PIN, one line, and for a signature the bytes behind it up to the end
/// of `descriptor`. The answer: PEM of the public key, or the signature.
Result<std::string> answer_for_token(const std::string& question, const std::string& uri,
                                     int descriptor);

}  // namespace rackproof::seal
