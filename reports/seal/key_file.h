#pragma once

#include <functional>
#include <optional>
#include <string>

#include "probes/machine/secret_text.h"
#include "reports/seal/private_key.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"

/// Keys as files: PEM, one key a file.
namespace rackproof::seal {

/// Asked for a passphrase with words for a person, where a key turns out to need one.
using AskSecret = std::function<Result<SecretText>(const std::string& prompt)>;

/// A regular file that only its owner can read (mode & 077 = 0), holding a PKCS#8 key, Ed25519 or
/// P-256. `ask` is asked once for the passphrase of an encrypted one; without it such a file is
/// Error{unsupported}. Errors name the file and say what it is instead.
Result<PrivateKey> load_private_key(const std::string& path, const AskSecret& ask = {});

/// A PEM file with one public key, Ed25519 or P-256; who may read it does not matter. Errors as
/// above; a private key in its place is refused by name.
Result<PublicKey> load_public_key(const std::string& path);

/// The same, and of which bytes it was read.
struct PublicKeyFile {
  PublicKey key;
  std::string sha256;  ///< Of the file, hex.
};
Result<PublicKeyFile> load_public_key_file(const std::string& path);

/// What a new key is to be.
struct NewKey {
  KeyAlgorithm algorithm = KeyAlgorithm::ed25519;
  std::optional<SecretText> passphrase;  ///< None = not encrypted.
};

/// A fresh pair: `path` with mode 0600 and `path`.pub with 0644. Error{io} where either exists;
/// when the second cannot be written the first is removed again.
Result<PublicKey> create_key_pair(const std::string& path, const NewKey& wanted = {});

}  // namespace rackproof::seal
