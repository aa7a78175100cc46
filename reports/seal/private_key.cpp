#include "reports/seal/private_key.h"

#include <cstdint>
#include <span>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/pkcs12.h>

#include "reports/seal/ecdsa_signature.h"
#include "reports/seal/evp.h"
#include "reports/seal/pem.h"

namespace rackproof::seal {
namespace {

constexpr const char* kCurve = "prime256v1";  // OpenSSL's name of P-256

// The cost of scrypt (RFC 7914): 16 MiB, well under 0.1 s. As `openssl pkcs8 -scrypt` has it.
constexpr std::uint64_t kScryptN = 16384;
constexpr std::uint64_t kScryptR = 8;
constexpr std::uint64_t kScryptP = 1;

/// DER on the stack, wiped at destruction.
class Der {
 public:
  Der() = default;
  ~Der() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  Der(const Der&) = delete;
  Der& operator=(const Der&) = delete;
  Der(Der&&) = delete;
  Der& operator=(Der&&) = delete;

  [[nodiscard]] std::span<const std::uint8_t> view() const {
    return std::span(bytes_).first(length_);
  }

  Result<void> fill(std::string_view pem, std::string_view label) {
    const auto length = decode_pem(pem, label, bytes_);
    length_ = length ? *length : 0;
    return length ? Result<void>{} : length.error();
  }

  /// `write` is one of libcrypto's i2d functions of `object`.
  template <typename Write, typename Object>
  bool fill_from(Write write, Object* object) {
    const int length = write(object, nullptr);
    if (length <= 0 || static_cast<std::size_t>(length) > bytes_.size()) {
      return false;
    }
    auto* at = bytes_.data();
    length_ = static_cast<std::size_t>(write(object, &at));
    return true;
  }

 private:
  std::array<std::uint8_t, kMaxDer> bytes_{};
  std::size_t length_ = 0;
};

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

Error not_private() {
  return malformed("this is a public key; a private key is expected here");
}

/// What stands in the place of a private key, where that is known.
Result<void> check_label(std::string_view label) {
  if (label == kPublicLabel || label == "CERTIFICATE") {
    return not_private();
  }
  if (label == "EC PRIVATE KEY" || label == "RSA PRIVATE KEY" || label == "OPENSSH PRIVATE KEY") {
    return malformed("a private key in the form '" + std::string(label) +
                     "'; PKCS#8 is expected: openssl pkcs8 -topk8 writes it");
  }
  return {};
}

KeyHandle key_of(const Pkcs8Handle& pkcs8) {
  return KeyHandle(pkcs8 ? EVP_PKCS82PKEY(pkcs8.get()) : nullptr);
}

/// Nothing unless all of `der` is read.
template <typename Handle, typename Read>
Handle read_whole(Read read, std::span<const std::uint8_t> der) {
  const unsigned char* at = der.data();
  Handle handle(read(nullptr, &at, static_cast<long>(der.size())));
  return at == der.data() + der.size() ? std::move(handle) : Handle{};
}

/// SubjectPublicKeyInfo; the point of an EC key is written uncompressed whatever the file had.
Result<PublicKey> public_half(EVP_PKEY* key) {
  EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                 OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED);
  Der spki;
  if (!spki.fill_from(i2d_PUBKEY, key)) {
    return failed_in_libcrypto("reading the public half of a key");
  }
  return PublicKey::from_spki_der(spki.view());
}

Pkcs8Handle pkcs8_of(EVP_PKEY* key) {
  return Pkcs8Handle(EVP_PKEY2PKCS8(key));
}

EncryptedHandle encrypted(EVP_PKEY* key, std::string_view passphrase) {
  const auto plain = pkcs8_of(key);
  X509_ALGOR* how =
      PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 0, nullptr, kScryptN, kScryptR, kScryptP);
  if (!plain || how == nullptr) {
    X509_ALGOR_free(how);
    return nullptr;
  }
  EncryptedHandle box(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), how));
  if (!box) {
    X509_ALGOR_free(how);  // it is the box's only when there is one
  }
  return box;
}

}  // namespace

struct PrivateKey::Secret {
  KeyHandle key;
};

PrivateKey::PrivateKey(std::unique_ptr<Secret> secret, const PublicKey& public_key)
    : secret_(std::move(secret)), public_key_(public_key) {}
PrivateKey::~PrivateKey() = default;
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;

Result<PrivateKey> PrivateKey::adopt(std::unique_ptr<Secret> secret) {
  if (!secret->key) {
    return malformed("not a PKCS#8 private key");
  }
  const bool ours = EVP_PKEY_is_a(secret->key.get(), "ED25519") == 1 ||
                    kind_of_key(secret->key.get()).ends_with(kCurve);
  if (!ours) {
    return malformed("this is " + kind_of_key(secret->key.get()) +
                     "; Ed25519 or ECDSA P-256 is expected");
  }
  auto public_key = public_half(secret->key.get());
  if (!public_key) {
    return std::move(public_key).error();
  }
  return PrivateKey(std::move(secret), *public_key);
}

Result<PrivateKey> PrivateKey::generate(KeyAlgorithm algorithm) {
  auto secret = std::make_unique<Secret>();
  secret->key.reset(algorithm == KeyAlgorithm::ed25519
                        ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                        : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kCurve));
  return secret->key ? adopt(std::move(secret)) : failed_in_libcrypto("generating a key");
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  const auto label = pem_label(pem);
  if (auto fits = check_label(label); !fits) {
    return std::move(fits).error();
  }
  if (label == kEncryptedLabel) {
    return Error{ErrorKind::unsupported, "an encrypted private key; its passphrase is needed"};
  }
  Der der;
  if (auto filled = der.fill(pem, kPrivateLabel); !filled) {
    return std::move(filled).error();
  }
  auto secret = std::make_unique<Secret>();
  secret->key = key_of(read_whole<Pkcs8Handle>(d2i_PKCS8_PRIV_KEY_INFO, der.view()));
  return adopt(std::move(secret));
}

Result<PrivateKey> PrivateKey::from_encrypted_pem(std::string_view pem,
                                                  std::string_view passphrase) {
  Der der;
  if (auto filled = der.fill(pem, kEncryptedLabel); !filled) {
    return std::move(filled).error();
  }
  const auto box = read_whole<EncryptedHandle>(d2i_X509_SIG, der.view());
  if (!box) {
    return malformed("not an encrypted PKCS#8 private key");
  }
  const Pkcs8Handle plain(
      PKCS8_decrypt(box.get(), passphrase.data(), static_cast<int>(passphrase.size())));
  if (!plain) {
    return Error{ErrorKind::denied, "the passphrase does not open this key"};
  }
  auto secret = std::make_unique<Secret>();
  secret->key = key_of(plain);
  return adopt(std::move(secret));
}

Result<std::string> PrivateKey::sign(std::string_view message) const {
  const ContextHandle context(EVP_MD_CTX_new());
  std::string signature(kMaxSignatureBytes, '\0');
  std::size_t length = signature.size();
  const auto* digest = algorithm() == KeyAlgorithm::p256 ? EVP_sha256() : nullptr;
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, secret_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     bytes_of(message), message.size()) != 1) {
    return failed_in_libcrypto("signing");
  }
  signature.resize(length);
  return signature;
}

PrivateKey::Wiped::Wiped(const PrivateKey& key) {
  Der der;
  const auto pkcs8 = pkcs8_of(key.secret_->key.get());
  if (pkcs8 && der.fill_from(i2d_PKCS8_PRIV_KEY_INFO, pkcs8.get())) {
    length_ = encode_pem(der.view(), kPrivateLabel, text_);
  }
}

PrivateKey::Wiped::Wiped(const PrivateKey& key, std::string_view passphrase) {
  Der der;
  const auto box = encrypted(key.secret_->key.get(), passphrase);
  if (box && der.fill_from(i2d_X509_SIG, box.get())) {
    length_ = encode_pem(der.view(), kEncryptedLabel, text_);
  }
}

PrivateKey::Wiped::~Wiped() {
  OPENSSL_cleanse(text_.data(), text_.size());
}

}  // namespace rackproof::seal
