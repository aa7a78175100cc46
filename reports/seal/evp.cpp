#include "reports/seal/evp.h"

#include <array>

#include <openssl/crypto.h>

namespace rackproof::seal {

void ignore_library_settings() {
  // OPENSSL_init_crypto(3): what was initialised explicitly is not initialised again on demand.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

std::string kind_of_key(const EVP_PKEY* key) {
  const char* type = EVP_PKEY_get0_type_name(key);
  const std::string name = type != nullptr ? type : "unknown";
  if (name == "EC") {
    std::array<char, 80> curve{};
    std::size_t length = 0;
    const bool named = EVP_PKEY_get_group_name(key, curve.data(), curve.size(), &length) == 1;
    return "an EC key on " + (named ? std::string(curve.data(), length) : "an unnamed curve");
  }
  const auto bits = std::to_string(EVP_PKEY_get_bits(key));
  return name.starts_with("RSA") ? "an RSA key of " + bits + " bits" : "a key of type " + name;
}

}  // namespace rackproof::seal
