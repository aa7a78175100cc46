#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "schemas/enum_names.h"
#include "schemas/result.h"

/// Public keys: Ed25519 (RFC 8032) and ECDSA on P-256 with SHA-256 (FIPS 186-5). Which of the two
/// verifies a signature is a property of the key that is trusted, never of the file.
namespace rackproof::seal {

enum class KeyAlgorithm { ed25519, p256 };

inline constexpr std::array kKeyAlgorithms{
    EnumName<KeyAlgorithm>{KeyAlgorithm::ed25519, "ed25519"},
    EnumName<KeyAlgorithm>{KeyAlgorithm::p256, "p256"},
};

inline constexpr std::size_t kKeyBytes = 32;           ///< Of an Ed25519 key.
inline constexpr std::size_t kPointBytes = 65;         ///< Of a P-256 point, uncompressed.
inline constexpr std::size_t kSignatureBytes = 64;     ///< Of an Ed25519 signature.
inline constexpr std::size_t kMaxSignatureBytes = 72;  ///< Of any; P-256 in DER is the longest.

/// A public key that may be trusted; a small value. Ed25519: 32 bytes, canonical, not of small
/// order (OpenSSL 3.0 accepts forged signatures under small-order keys, so they are refused before
/// any use). P-256: a point on the curve, in the one spelling that is not compressed.
class PublicKey {
 public:
  using Bytes = std::array<std::uint8_t, kKeyBytes>;

  /// Ed25519.
  static Result<PublicKey> from_bytes(const Bytes& bytes);
  /// P-256: 0x04, x, y.
  static Result<PublicKey> from_point(std::span<const std::uint8_t> point);
  /// SubjectPublicKeyInfo in DER, exactly. Keys of other kinds are refused by name.
  static Result<PublicKey> from_spki_der(std::span<const std::uint8_t> der);
  /// The same in PEM ("BEGIN PUBLIC KEY"). A private key in its place is refused by name, and so is
  /// every other kind of key or certificate.
  static Result<PublicKey> from_pem(std::string_view pem);

  [[nodiscard]] KeyAlgorithm algorithm() const { return algorithm_; }
  [[nodiscard]] std::string spki_der() const;
  [[nodiscard]] std::string pem() const;
  /// OpenSSH fingerprint "SHA256:<base64 without padding>": names a key, never proves one.
  [[nodiscard]] std::string key_id() const;
  /// Error{untrusted} says why `signature` is none of this key over exactly `message`.
  [[nodiscard]] Result<void> check(std::string_view message, std::string_view signature) const;
  [[nodiscard]] bool verifies(std::string_view message, std::string_view signature) const {
    return check(message, signature).has_value();
  }
  /// kKeyBytes of Ed25519, kPointBytes of P-256.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const;

  bool operator==(const PublicKey&) const = default;

 private:
  PublicKey(KeyAlgorithm algorithm, std::span<const std::uint8_t> bytes);

  KeyAlgorithm algorithm_;
  std::array<std::uint8_t, kPointBytes> bytes_{};  ///< Zeros after what bytes() gives.
};

}  // namespace rackproof::seal
