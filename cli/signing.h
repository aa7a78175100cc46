#pragma once

#include <memory>
#include <optional>
#include <string>

#include "probes/machine/secret_text.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/signer.h"
#include "schemas/result.h"

namespace rackproof {

/// With which key, as the command line says it.
struct KeyChoice {
  std::string key;         ///< FILE, "pkcs11:..." or "command:PROGRAM ARG..."; "" = none.
  std::string public_key;  ///< File of its public half: needed for a command; "" = not told.
  std::optional<int> passphrase_fd;  ///< Where passphrase or PIN are; none = they are typed.
};

/// What vouches for the key, as the command line says it; "" = nothing.
struct CredentialChoice {
  std::string chain;  ///< PEM file: the key's certificate, its issuer, and so on.
  std::string lists;  ///< PEM file: lists of revoked certificates.
};

/// Opens what is chosen; asks for a passphrase or PIN where one is needed. Where the public half is
/// told, a key that is another is Error{untrusted}.
Result<std::unique_ptr<seal::Signer>> open_signer(const KeyChoice& choice);

/// Reads what vouches for the key that is chosen; nothing where nothing is named. Error{malformed}
/// where something is and no key, or a file is not what it should be.
Result<seal::Credentials> read_credentials(const KeyChoice& key, const CredentialChoice& choice);

/// Has a few bytes signed that are no statement: a key that is not there, or a program that fails,
/// is to be known before hours of work and not after them.
Result<void> try_signer(const seal::Signer& signer);

/// A passphrase for a new key: a line of `descriptor`, or typed twice.
Result<SecretText> new_passphrase(const std::optional<int>& descriptor);

}  // namespace rackproof
