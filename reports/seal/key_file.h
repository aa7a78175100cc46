#pragma once

#include <string>

#include "reports/seal/private_key.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"

/// Keys as files: PEM, one key a file.
namespace rackproof::seal {

/// A regular file that only its owner can read (mode & 077 = 0), holding an unencrypted Ed25519
/// PKCS#8 key. Errors name the file and say what it is instead.
Result<PrivateKey> load_private_key(const std::string& path);

Result<PublicKey> load_public_key(const std::string& path);

/// A fresh pair: `path` with mode 0600 and `path`.pub with 0644. Neither may exist; when the second
/// cannot be written the first is removed again.
Result<PublicKey> create_key_pair(const std::string& path);

}  // namespace rackproof::seal
