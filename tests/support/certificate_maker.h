#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "schemas/time.h"

/// Certificates and revocation lists of any kind, also of kinds that no CA would issue; made by
/// libcrypto in the test that needs them.
namespace rackproof::testing {

/// Midnight of "2026-03-01", or an RFC 3339 time.
[[nodiscard]] UtcTime day(std::string_view text);

class MadeKey {
 public:
  static MadeKey ed25519();
  static MadeKey on_curve(const char* name);
  static MadeKey rsa(unsigned bits);
  /// A private key in PEM.
  static MadeKey of_file(const std::string& path);
  /// A public half alone: an Ed25519 point as it stands.
  static MadeKey of_point(const std::array<std::uint8_t, 32>& point);

  [[nodiscard]] EVP_PKEY* get() const { return key_.get(); }
  /// By an Ed25519 key.
  [[nodiscard]] std::string sign(std::string_view message) const;
  /// SubjectPublicKeyInfo in PEM.
  [[nodiscard]] std::string public_pem() const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  explicit MadeKey(EVP_PKEY* key);
  std::unique_ptr<EVP_PKEY, Free> key_;
};

/// Name and value as in a file of openssl: {"basicConstraints", "critical,CA:TRUE"}.
using MadeExtensions = std::vector<std::pair<std::string, std::string>>;

struct CertificateFacts {
  std::string subject;  ///< "O=Acme,CN=rack 7"
  std::string serial = "0A1B";
  UtcTime from = day("2026-01-01");
  UtcTime until = day("2028-01-01");
  MadeExtensions extensions{};
  const EVP_MD* digest = nullptr;  ///< What the issuer's key wants: none for Ed25519, else SHA-256.
  long version = 2;                ///< As the field counts: 2 is version 3.
};

/// Who signs, and the DER of his certificate; "" = the certificate's own.
struct MadeIssuer {
  const MadeKey* key;
  std::string der;
};

/// DER.
[[nodiscard]] std::string make_certificate(const CertificateFacts& facts, const MadeKey& key,
                                           const MadeIssuer& issuer);

struct RevokedFacts {
  std::string serial;
  UtcTime at;
  std::optional<int> reason{};  ///< CRLReason's number.
  std::optional<UtcTime> invalid_since{};
  std::string critical_oid{};  ///< A critical extension of this kind; "" = none.
};

struct ListFacts {
  std::string number = "1";  ///< Decimal; "" = none.
  UtcTime from = day("2026-01-01");
  std::optional<UtcTime> until = day("2026-12-01");
  std::vector<RevokedFacts> revoked{};
  MadeExtensions extensions{};
  const EVP_MD* digest = nullptr;
};

/// DER, in the name of `issuer`'s certificate, signed by `issuer`'s key.
[[nodiscard]] std::string make_list(const ListFacts& facts, const MadeIssuer& issuer);

}  // namespace rackproof::testing
