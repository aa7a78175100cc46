#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/result.h"

/// Ed25519 (RFC 8032) keys and signatures. The only place in the program that holds a private key.
namespace rackproof::seal {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kSignatureBytes = 64;

/// A public key that may be trusted: 32 bytes, canonical, not of small order (OpenSSL 3.0 accepts
/// forged signatures under small-order keys, so they are refused before any use).
class PublicKey {
 public:
  using Bytes = std::array<std::uint8_t, kKeyBytes>;

  static Result<PublicKey> from_bytes(const Bytes& bytes);
  /// SubjectPublicKeyInfo in PEM ("BEGIN PUBLIC KEY"), Ed25519 only. A private key in its place
  /// is refused by name, and so is every other kind of key or certificate.
  static Result<PublicKey> from_pem(std::string_view pem);

  [[nodiscard]] std::string pem() const;
  /// OpenSSH fingerprint "SHA256:<base64 without padding>": names a key, never proves one.
  [[nodiscard]] std::string key_id() const;
  [[nodiscard]] bool verifies(std::string_view message, std::string_view signature) const;
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

  bool operator==(const PublicKey&) const = default;

 private:
  explicit PublicKey(const Bytes& bytes) : bytes_(bytes) {}

  Bytes bytes_;
};

/// A private key in memory, owned by one object; wiped when that goes.
class PrivateKey {
 public:
  static Result<PrivateKey> generate();
  /// PKCS#8 in PEM ("BEGIN PRIVATE KEY"), Ed25519, not encrypted. A public key in its place is
  /// refused by name. The caller wipes `pem`.
  static Result<PrivateKey> from_pem(std::string_view pem);

  ~PrivateKey();
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// kSignatureBytes over exactly `message`.
  [[nodiscard]] Result<std::string> sign(std::string_view message) const;
  /// Hands the PKCS#8 PEM text to `take` and wipes it when that returns.
  template <typename Take>
  auto with_pem(Take take) const {
    const Wiped text(*this);
    return take(text.view());
  }

 private:
  struct Secret;

  /// PEM text that is overwritten at destruction.
  class Wiped {
   public:
    explicit Wiped(const PrivateKey& key);
    ~Wiped();
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    Wiped(Wiped&&) = delete;
    Wiped& operator=(Wiped&&) = delete;
    [[nodiscard]] std::string_view view() const { return {text_.data(), length_}; }

   private:
    std::array<char, 256> text_{};
    std::size_t length_ = 0;
  };

  PrivateKey(std::unique_ptr<Secret> secret, const PublicKey& public_key);
  static Result<PrivateKey> from_seed(const std::uint8_t* seed);

  std::unique_ptr<Secret> secret_;
  PublicKey public_key_;
};

}  // namespace rackproof::seal
