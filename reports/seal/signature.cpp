#include "reports/seal/signature.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "reports/seal/ecdsa_signature.h"
#include "reports/seal/evp.h"
#include "reports/seal/pem.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

using Octets = std::span<const std::uint8_t>;

// SubjectPublicKeyInfo up to the key itself: Ed25519 (RFC 8410), P-256 (RFC 5480).
constexpr std::array<std::uint8_t, 12> kEd25519Prefix{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                      0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr std::array<std::uint8_t, 26> kP256Prefix{
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};
constexpr std::uint8_t kUncompressed = 0x04;

/// The y coordinates of the eight points of small order, little-endian, sign bit cleared
/// (computed: L times any point of edwards25519).
constexpr std::array<std::string_view, 5> kSmallOrder{
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

std::string as_text(Octets bytes) {
  return {bytes.begin(), bytes.end()};
}

/// y >= 2^255 - 19, a second spelling of a small number.
bool is_not_canonical(const PublicKey::Bytes& y) {
  const auto all_ones = [](std::uint8_t byte) { return byte == 0xff; };
  return y.back() == 0x7f && y.front() >= 0xed && std::all_of(y.begin() + 1, y.end() - 1, all_ones);
}

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

Octets prefix_of(KeyAlgorithm algorithm) {
  return algorithm == KeyAlgorithm::ed25519 ? Octets(kEd25519Prefix) : Octets(kP256Prefix);
}

/// The key in `der` when that is exactly prefix and `size` bytes; else nothing.
Octets key_within(Octets der, KeyAlgorithm algorithm, std::size_t size) {
  const auto prefix = prefix_of(algorithm);
  const bool fits =
      der.size() == prefix.size() + size && std::equal(prefix.begin(), prefix.end(), der.begin());
  return fits ? der.subspan(prefix.size()) : Octets{};
}

KeyHandle read_spki(Octets der) {
  const unsigned char* at = der.data();
  return KeyHandle(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
}

/// Says what `der` is, since it is no key of ours.
Error not_ours(Octets der) {
  const auto key = read_spki(der);
  if (!key) {
    return malformed("not a public key: neither Ed25519 nor ECDSA P-256");
  }
  const auto kind = kind_of_key(key.get());
  if (kind.ends_with("prime256v1")) {
    return malformed(
        "a P-256 key with a compressed point, with explicit parameters or with bytes after it; "
        "write it anew: openssl ec -pubin -conv_form uncompressed -param_enc named_curve");
  }
  return malformed("this is " + kind + "; Ed25519 or ECDSA P-256 is expected");
}

KeyHandle libcrypto_key(const PublicKey& key) {
  const auto bytes = key.bytes();
  if (key.algorithm() == KeyAlgorithm::ed25519) {
    return KeyHandle(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes.data(), bytes.size()));
  }
  const auto der = key.spki_der();
  return read_spki({bytes_of(der), der.size()});
}

/// SSH's "string": a length of 32 bits, big-endian, and the bytes; here of at most 255.
std::string ssh_string(std::string_view text) {
  return std::string{'\0', '\0', '\0', static_cast<char>(text.size())} += text;
}

/// RFC 8709 section 4, RFC 5656 section 3.1.
std::string ssh_blob(const PublicKey& key) {
  const auto bytes = as_text(key.bytes());
  if (key.algorithm() == KeyAlgorithm::ed25519) {
    return ssh_string("ssh-ed25519") + ssh_string(bytes);
  }
  return ssh_string("ecdsa-sha2-nistp256") + ssh_string("nistp256") + ssh_string(bytes);
}

Result<void> check_shape(KeyAlgorithm algorithm, std::string_view signature) {
  if (algorithm == KeyAlgorithm::p256) {
    return check_p256_der(signature);
  }
  if (signature.size() != kSignatureBytes) {
    return malformed("Ed25519 signature: " + std::to_string(signature.size()) + " bytes, not 64");
  }
  return {};
}

}  // namespace

PublicKey::PublicKey(KeyAlgorithm algorithm, Octets bytes) : algorithm_(algorithm) {
  std::copy_n(bytes.begin(), std::min(bytes.size(), bytes_.size()), bytes_.begin());
}

Octets PublicKey::bytes() const {
  return Octets(bytes_).first(algorithm_ == KeyAlgorithm::ed25519 ? kKeyBytes : kPointBytes);
}

Result<PublicKey> PublicKey::from_bytes(const Bytes& bytes) {
  auto y = bytes;
  y.back() &= 0x7fU;
  const auto hex = to_hex(std::string_view(as_text(y)));
  if (is_not_canonical(y) ||
      std::find(kSmallOrder.begin(), kSmallOrder.end(), hex) != kSmallOrder.end()) {
    return Error{ErrorKind::untrusted,
                 "an Ed25519 key of small order or not canonical: anybody could sign for it"};
  }
  return PublicKey(KeyAlgorithm::ed25519, bytes);
}

Result<PublicKey> PublicKey::from_point(Octets point) {
  if (point.size() != kPointBytes || point.front() != kUncompressed) {
    return malformed("not a P-256 point of 65 bytes: 0x04, x and y, not compressed");
  }
  const PublicKey key(KeyAlgorithm::p256, point);
  if (!libcrypto_key(key)) {
    return Error{ErrorKind::untrusted, "a P-256 key whose point is not on the curve"};
  }
  return key;
}

Result<PublicKey> PublicKey::from_spki_der(Octets der) {
  if (const auto key = key_within(der, KeyAlgorithm::ed25519, kKeyBytes); !key.empty()) {
    Bytes bytes{};
    std::copy(key.begin(), key.end(), bytes.begin());
    return from_bytes(bytes);
  }
  const auto point = key_within(der, KeyAlgorithm::p256, kPointBytes);
  return point.empty() ? Result<PublicKey>(not_ours(der)) : from_point(point);
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (pem_label(pem).find(kPrivateLabel) != std::string_view::npos) {
    return malformed("this is a private key; a public key is expected here");
  }
  std::array<std::uint8_t, kMaxDer> der{};
  const auto length = decode_pem(pem, kPublicLabel, der);
  return length ? from_spki_der(Octets(der).first(*length)) : Result<PublicKey>(length.error());
}

std::string PublicKey::spki_der() const {
  return as_text(prefix_of(algorithm_)) + as_text(bytes());
}

std::string PublicKey::pem() const {
  const auto der = spki_der();
  std::array<char, 256> text{};
  return {text.data(), encode_pem({bytes_of(der), der.size()}, kPublicLabel, text)};
}

std::string PublicKey::key_id() const {
  const auto digest = sha256(ssh_blob(*this));
  auto text = to_base64(std::string(digest.begin(), digest.end()));
  text.erase(text.find_last_not_of('=') + 1);
  return "SHA256:" + text;
}

Result<void> PublicKey::check(std::string_view message, std::string_view signature) const {
  if (auto shape = check_shape(algorithm_, signature); !shape) {
    return Error{ErrorKind::untrusted, shape.error().message};
  }
  const auto key = libcrypto_key(*this);
  const ContextHandle context(EVP_MD_CTX_new());
  const auto* digest = algorithm_ == KeyAlgorithm::p256 ? EVP_sha256() : nullptr;
  if (!key || !context ||
      EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.get()) != 1) {
    return failed_in_libcrypto("verifying");
  }
  if (EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                       message.size()) != 1) {
    return Error{ErrorKind::untrusted, "its numbers do not fit"};
  }
  return {};
}

}  // namespace rackproof::seal
