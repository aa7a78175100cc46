#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/pem_blocks.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// X.509 certificates (RFC 5280), read and told; who is believed is certificate_chain's to say.
namespace rackproof::seal {

inline constexpr std::string_view kCertificateLabel = "CERTIFICATE";
/// A member of certificates, or a file of them: enough for nine signers and what vouches for them.
inline constexpr PemLimits kCertificateLimits{.bytes = std::size_t{256} << 10, .blocks = 32};
/// Of one certificate.
inline constexpr std::size_t kMostCertificateBytes = std::size_t{16} << 10;

/// What one certificate says of itself. A value: it owns its bytes, and nothing of libcrypto.
struct Certificate {
  std::string der;
  std::string subject;  ///< RFC 2253 ("CN=rack 7,O=Acme"), for people; matching is by bytes.
  std::string issuer;
  std::string serial;       ///< Upper-case hex, as openssl prints it.
  std::string fingerprint;  ///< SHA-256 of `der`, lower-case hex.
  UtcTime not_before;       ///< Years before 1970 and after 2261 are told as those.
  UtcTime not_after;
  std::string key_kind;   ///< "Ed25519", "P-256", "RSA of 2048 bits", ...
  std::string signed_by;  ///< Signature algorithm: "ED25519", "ecdsa-with-SHA256", ...
  /// None where it is of a kind that signs no statement (a CA's P-384, RSA).
  std::optional<PublicKey> key;
  bool has_uses = false;          ///< Whether it has an extended key usage at all.
  std::vector<std::string> uses;  ///< Object identifiers of it, dotted.
  std::vector<std::string> uris;  ///< Of the subject alternative name, as they stand.
  bool is_authority = false;      ///< CA:TRUE, or a key usage to sign certificates.
  bool is_own_issuer = false;     ///< Subject and issuer are the same name.
  bool may_sign_data = false;     ///< Key usage digitalSignature, said expressly.
  bool may_sign_lists = false;    ///< Key usage cRLSign, said expressly.
  bool has_subject = false;       ///< Its subject is not the empty name.
  bool constrains_names = false;  ///< It has name constraints, of whatever kind.

  bool operator==(const Certificate& other) const { return der == other.der; }
};

/// "CN=rack 7,O=Acme (serial 0A1B)", safe to print.
[[nodiscard]] std::string describe(const Certificate& certificate);

/// One certificate, whole and without a byte behind it, version 3. Error{malformed}, or
/// Error{untrusted} for an Ed25519 key of small order.
Result<Certificate> parse_certificate(std::string_view der);

/// All of a PEM text, in their order.
Result<std::vector<Certificate>> parse_certificates(std::string_view pem);

}  // namespace rackproof::seal
