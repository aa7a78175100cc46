#include "reports/seal/signature.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "reports/seal/pem.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// SubjectPublicKeyInfo and PKCS#8 of an Ed25519 key up to the 32 bytes themselves (RFC 8410).
constexpr std::array<std::uint8_t, 12> kSpkiPrefix{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                   0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr std::array<std::uint8_t, 16> kPkcs8Prefix{0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                                    0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
using SpkiDer = std::array<std::uint8_t, kSpkiPrefix.size() + kKeyBytes>;
using Pkcs8Der = std::array<std::uint8_t, kPkcs8Prefix.size() + kKeyBytes>;

/// The y coordinates of the eight points of small order, little-endian, sign bit cleared
/// (computed: L times any point of edwards25519).
constexpr std::array<std::string_view, 5> kSmallOrder{
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

std::string as_text(const PublicKey::Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

/// y >= 2^255 - 19, a second spelling of a small number.
bool is_not_canonical(const PublicKey::Bytes& y) {
  const auto all_ones = [](std::uint8_t byte) { return byte == 0xff; };
  return y.back() == 0x7f && y.front() >= 0xed && std::all_of(y.begin() + 1, y.end() - 1, all_ones);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error failed(const char* what) {
  return {ErrorKind::io, std::string(what) + " failed in libcrypto"};
}

}  // namespace

Result<PublicKey> PublicKey::from_bytes(const Bytes& bytes) {
  auto y = bytes;
  y.back() &= 0x7fU;
  const auto hex = to_hex(std::string_view(as_text(y)));
  if (is_not_canonical(y) ||
      std::find(kSmallOrder.begin(), kSmallOrder.end(), hex) != kSmallOrder.end()) {
    return Error{ErrorKind::untrusted,
                 "an Ed25519 key of small order or not canonical: anybody could sign for it"};
  }
  return PublicKey(bytes);
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (pem_label(pem).find(kPrivateLabel) != std::string_view::npos) {
    return Error{ErrorKind::malformed, "this is a private key; a public key is expected here"};
  }
  SpkiDer der{};
  if (const auto decoded = decode_pem(pem, kPublicLabel, der); !decoded) {
    return decoded.error();
  }
  if (!std::equal(kSpkiPrefix.begin(), kSpkiPrefix.end(), der.begin())) {
    return Error{ErrorKind::malformed, "not an Ed25519 public key"};
  }
  Bytes bytes{};
  std::copy_n(der.begin() + kSpkiPrefix.size(), kKeyBytes, bytes.begin());
  return from_bytes(bytes);
}

std::string PublicKey::pem() const {
  SpkiDer der{};
  const auto rest = std::copy(kSpkiPrefix.begin(), kSpkiPrefix.end(), der.begin());
  std::copy(bytes_.begin(), bytes_.end(), rest);
  std::array<char, 256> text{};
  return {text.data(), encode_pem(der, kPublicLabel, text)};
}

std::string PublicKey::key_id() const {
  // string "ssh-ed25519", string key; lengths as 32 bits big-endian (RFC 8709 section 4).
  constexpr std::string_view kType = "ssh-ed25519";
  std::string wire{'\0', '\0', '\0', static_cast<char>(kType.size())};
  wire += kType;
  wire += {'\0', '\0', '\0', static_cast<char>(kKeyBytes)};
  wire += as_text(bytes_);
  const auto digest = sha256(wire);
  auto text = to_base64(std::string(digest.begin(), digest.end()));
  text.erase(text.find_last_not_of('=') + 1);
  return "SHA256:" + text;
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) {
    return false;
  }
  const KeyHandle key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_.data(), bytes_.size()));
  const ContextHandle context(EVP_MD_CTX_new());
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                          message.size()) == 1;
}

struct PrivateKey::Secret {
  KeyHandle key;
};

PrivateKey::PrivateKey(std::unique_ptr<Secret> secret, const PublicKey& public_key)
    : secret_(std::move(secret)), public_key_(public_key) {}
PrivateKey::~PrivateKey() = default;
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;

Result<PrivateKey> PrivateKey::from_seed(const std::uint8_t* seed) {
  auto secret = std::make_unique<Secret>();
  secret->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed, kKeyBytes));
  PublicKey::Bytes bytes{};
  std::size_t length = bytes.size();
  if (!secret->key || EVP_PKEY_get_raw_public_key(secret->key.get(), bytes.data(), &length) != 1) {
    return failed("making an Ed25519 key");
  }
  auto public_key = PublicKey::from_bytes(bytes);
  if (!public_key) {
    return std::move(public_key).error();
  }
  return PrivateKey(std::move(secret), *public_key);
}

Result<PrivateKey> PrivateKey::generate() {
  const KeyHandle fresh(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  std::array<std::uint8_t, kKeyBytes> seed{};
  std::size_t length = seed.size();
  if (!fresh || EVP_PKEY_get_raw_private_key(fresh.get(), seed.data(), &length) != 1) {
    return failed("generating an Ed25519 key");
  }
  auto key = from_seed(seed.data());
  OPENSSL_cleanse(seed.data(), seed.size());
  return key;
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  const auto label = pem_label(pem);
  if (label == kPublicLabel || label == "CERTIFICATE") {
    return Error{ErrorKind::malformed, "this is a public key; a private key is expected here"};
  }
  if (label == "ENCRYPTED PRIVATE KEY") {
    return Error{ErrorKind::unsupported,
                 "an encrypted private key; decrypt it to a file of mode "
                 "0600 first (openssl pkey)"};
  }
  Pkcs8Der der{};
  if (const auto decoded = decode_pem(pem, kPrivateLabel, der); !decoded) {
    return decoded.error();
  }
  const bool ed25519 = std::equal(kPkcs8Prefix.begin(), kPkcs8Prefix.end(), der.begin());
  auto key = ed25519 ? from_seed(der.data() + kPkcs8Prefix.size())
                     : Error{ErrorKind::malformed, "not an Ed25519 private key"};
  OPENSSL_cleanse(der.data(), der.size());
  return key;
}

Result<std::string> PrivateKey::sign(std::string_view message) const {
  const ContextHandle context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  std::size_t length = signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, secret_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     bytes_of(message), message.size()) != 1 ||
      length != kSignatureBytes) {
    return failed("signing");
  }
  return signature;
}

PrivateKey::Wiped::Wiped(const PrivateKey& key) {
  Pkcs8Der der{};
  const auto rest = std::copy(kPkcs8Prefix.begin(), kPkcs8Prefix.end(), der.begin());
  std::size_t length = kKeyBytes;
  if (EVP_PKEY_get_raw_private_key(key.secret_->key.get(), &*rest, &length) == 1) {
    length_ = encode_pem(der, kPrivateLabel, text_);
  }
  OPENSSL_cleanse(der.data(), der.size());
}

PrivateKey::Wiped::~Wiped() {
  OPENSSL_cleanse(text_.data(), text_.size());
}

}  // namespace rackproof::seal
