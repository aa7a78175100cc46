#include "cli/known_key.h"

#include <utility>

#include "reports/seal/key_file.h"
#include "reports/seal/pkcs11_uri.h"

namespace rackproof {
namespace {

/// A key that is no file: known once it has signed something.
Result<KnownKey> known_signer(const KeyChoice& choice, const char* what) {
  const auto signer = open_signer(choice);
  if (!signer) {
    return signer.error();
  }
  if (auto tried = try_signer(**signer); !tried) {
    return std::move(tried).error();
  }
  return KnownKey{(*signer)->public_key(), what};
}

Result<KnownKey> known_file(const KeyChoice& choice) {
  auto known = seal::load_public_key(choice.key);
  if (known) {
    return KnownKey{*std::move(known), "public"};
  }
  const auto secret = open_signer(choice);
  if (!secret) {
    const bool is_private = secret.error().kind != ErrorKind::malformed;
    return is_private ? secret.error() : known.error();
  }
  return KnownKey{(*secret)->public_key(), "private"};
}

}  // namespace

Result<KnownKey> find_key(const KeyChoice& choice) {
  if (choice.key.starts_with(seal::kPkcs11Scheme)) {
    return known_signer(choice, "token");
  }
  return choice.key.starts_with("command:") ? known_signer(choice, "command") : known_file(choice);
}

}  // namespace rackproof
