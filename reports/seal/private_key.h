#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "reports/seal/signature.h"
#include "reports/seal/signer.h"
#include "schemas/result.h"

/// The only place in the program that holds a private key.
namespace rackproof::seal {

inline constexpr std::string_view kEncryptedLabel = "ENCRYPTED PRIVATE KEY";

/// A private key in memory, owned by one object; wiped when that goes.
class PrivateKey final : public Signer {
 public:
  /// A fresh one, by libcrypto's random numbers. Error{io} where these fail.
  static Result<PrivateKey> generate(KeyAlgorithm algorithm = KeyAlgorithm::ed25519);
  /// PKCS#8 in PEM ("BEGIN PRIVATE KEY"), not encrypted: Error{unsupported} where it is. A public
  /// key in its place and keys of other kinds are refused by name. The caller wipes `pem`.
  static Result<PrivateKey> from_pem(std::string_view pem);
  /// PKCS#8 in PEM ("BEGIN ENCRYPTED PRIVATE KEY"). Error{denied} when `passphrase` does not open
  /// it. The caller wipes both.
  static Result<PrivateKey> from_encrypted_pem(std::string_view pem, std::string_view passphrase);

  ~PrivateKey() override;
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;

  [[nodiscard]] const PublicKey& public_key() const override { return public_key_; }
  /// 64 bytes (Ed25519) or DER (P-256, SHA-256). Error{io} where libcrypto fails.
  [[nodiscard]] Result<std::string> sign(std::string_view message) const override;
  /// Hands the PKCS#8 PEM text to `take` and wipes it when that returns. "" = out of memory.
  template <typename Take>
  auto with_pem(Take take) const {
    const Wiped text(*this);
    return take(text.view());
  }
  /// The same, encrypted under `passphrase`: AES-256 with a key that scrypt makes of it.
  template <typename Take>
  auto with_encrypted_pem(std::string_view passphrase, Take take) const {
    const Wiped text(*this, passphrase);
    return take(text.view());
  }

 private:
  struct Secret;

  /// PEM text that is overwritten at destruction.
  class Wiped {
   public:
    explicit Wiped(const PrivateKey& key);
    Wiped(const PrivateKey& key, std::string_view passphrase);
    ~Wiped();
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    Wiped(Wiped&&) = delete;
    Wiped& operator=(Wiped&&) = delete;
    [[nodiscard]] std::string_view view() const { return {text_.data(), length_}; }

   private:
    std::array<char, 1024> text_{};
    std::size_t length_ = 0;
  };

  PrivateKey(std::unique_ptr<Secret> secret, const PublicKey& public_key);
  static Result<PrivateKey> adopt(std::unique_ptr<Secret> secret);

  std::unique_ptr<Secret> secret_;
  PublicKey public_key_;
};

}  // namespace rackproof::seal
