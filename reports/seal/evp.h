#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "schemas/result.h"

/// Owners of what libcrypto hands out, and the few words that every use of it needs.
namespace rackproof::seal {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreePkcs8 {
  /// Wipes the key that it holds.
  void operator()(PKCS8_PRIV_KEY_INFO* key) const { PKCS8_PRIV_KEY_INFO_free(key); }
};
struct FreeEncrypted {
  void operator()(X509_SIG* box) const { X509_SIG_free(box); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;
using Pkcs8Handle = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreePkcs8>;
using EncryptedHandle = std::unique_ptr<X509_SIG, FreeEncrypted>;

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Error{io, "signing failed in libcrypto"}: memory, or a fault of the library.
inline Error failed_in_libcrypto(std::string_view what) {
  return {ErrorKind::io, std::string(what) + " failed in libcrypto"};
}

/// Keeps libcrypto from reading openssl.cnf, wherever OPENSSL_CONF says that it lies: it names
/// libraries to load and may put others in the place of every algorithm. To be called before the
/// first use of libcrypto in the process; later it changes nothing.
void ignore_library_settings();

/// What a key is that is none of ours: "an RSA key of 2048 bits", "an EC key on secp384r1".
[[nodiscard]] std::string kind_of_key(const EVP_PKEY* key);

}  // namespace rackproof::seal
