#pragma once

#include <string>

#include "reports/seal/private_key.h"

namespace rackproof::testing {

/// A [[key]] with the key itself in the file, and further lines.
inline std::string key_table(const seal::PublicKey& key, const std::string& roles,
                             const std::string& more = "") {
  return "[[key]]\npublic_key = '''\n" + key.pem() + "'''\nroles = [" + roles + "]\n" + more;
}

/// The same of a key that nobody has.
inline std::string some_key_table(const std::string& roles, const std::string& more = "") {
  return key_table(seal::PrivateKey::generate()->public_key(), roles, more);
}

}  // namespace rackproof::testing
