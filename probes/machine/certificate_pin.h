#pragma once

#include <string>

#include <openssl/ssl.h>

namespace rackproof {

/// The certificate that is expected of the other end, and the one that came: SHA-256 of its DER
/// bytes, 64 lower-case hexadecimal digits.
struct CertificatePin {
  std::string expected;   ///< "" accepts nobody.
  std::string presented;  ///< "" until one came.
};

/// From now on connections of `context` accept the certificate that `pin` expects and no other;
/// its chain, name and dates do not matter. `pin` outlives the context.
void pin_certificate(SSL_CTX* context, CertificatePin& pin);

}  // namespace rackproof
