#include "probes/machine/certificate_pin.h"

#include <openssl/x509.h>

#include "schemas/digest.h"

namespace rackproof {
namespace {

std::string fingerprint_of(const X509* certificate) {
  const int length = i2d_X509(certificate, nullptr);
  if (length <= 0) {
    return "";
  }
  std::string bytes(static_cast<std::size_t>(length), '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  i2d_X509(certificate, &out);
  return sha256_hex(bytes);
}

/// Stands in for the whole verification of a chain (SSL_CTX_set_cert_verify_callback(3)).
int leaf_is_pinned(X509_STORE_CTX* store, void* given) {
  auto& pin = *static_cast<CertificatePin*>(given);
  const X509* leaf = X509_STORE_CTX_get0_cert(store);
  pin.presented = leaf != nullptr ? fingerprint_of(leaf) : "";
  const bool same = !pin.expected.empty() && pin.presented == pin.expected;
  X509_STORE_CTX_set_error(store, same ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
  return same ? 1 : 0;
}

}  // namespace

void pin_certificate(SSL_CTX* context, CertificatePin& pin) {
  SSL_CTX_set_cert_verify_callback(context, leaf_is_pinned, &pin);
}

}  // namespace rackproof
