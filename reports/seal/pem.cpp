#include "reports/seal/pem.h"

#include <algorithm>
#include <string>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kMaxDer = 48;
constexpr std::size_t kMaxBase64 = kMaxDer / 3 * 4;

/// Base64 digits of one block, wiped at destruction.
struct Digits {
  std::array<unsigned char, kMaxBase64> text{};
  std::array<unsigned char, kMaxDer> der{};
  std::size_t length = 0;

  Digits() = default;
  ~Digits() {
    OPENSSL_cleanse(text.data(), text.size());
    OPENSSL_cleanse(der.data(), der.size());
  }
  Digits(const Digits&) = delete;
  Digits& operator=(const Digits&) = delete;
  Digits(Digits&&) = delete;
  Digits& operator=(Digits&&) = delete;
};

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '=';
}

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

/// `rest` must begin with `start` + label + dashes; what follows that, or nothing.
bool take_line(std::string_view& rest, std::string_view start, std::string_view label) {
  for (const auto piece : {start, label, kDashes}) {
    if (!rest.starts_with(piece)) {
      return false;
    }
    rest.remove_prefix(piece.size());
  }
  return true;
}

bool collect(std::string_view body, Digits& digits) {
  for (const char c : body) {
    if (c == '\n' || c == '\r') {
      continue;
    }
    if (!is_base64(c) || digits.length == digits.text.size()) {
      return false;
    }
    digits.text[digits.length++] = static_cast<unsigned char>(c);
  }
  return digits.length > 0 && digits.length % 4 == 0;
}

}  // namespace

std::string_view pem_label(std::string_view text) {
  const auto at = text.find(kBegin);
  if (at == std::string_view::npos) {
    return {};
  }
  const auto label = text.substr(at + kBegin.size());
  const auto end = label.find(kDashes);
  return end == std::string_view::npos ? std::string_view{} : label.substr(0, end);
}

Result<void> decode_pem(std::string_view text, std::string_view label,
                        std::span<std::uint8_t> der) {
  auto rest = trim(text);
  if (!take_line(rest, kBegin, label)) {
    const auto found = pem_label(text);
    return malformed("expected a PEM block '" + std::string(label) + "', found " +
                     (found.empty() ? "none" : "'" + printable(found, 40) + "'"));
  }
  const auto end = rest.find(kEnd);
  const auto body = rest.substr(0, end);
  rest.remove_prefix(std::min(end, rest.size()));
  Digits digits;
  if (!take_line(rest, kEnd, label) || !rest.empty()) {
    return malformed("the PEM block does not end where the text ends");
  }
  if (!collect(body, digits)) {
    return malformed("not the PEM of an Ed25519 key");
  }
  const auto padding = static_cast<std::size_t>(
      std::count(digits.text.begin(), digits.text.begin() + static_cast<long>(digits.length), '='));
  const int decoded =
      EVP_DecodeBlock(digits.der.data(), digits.text.data(), static_cast<int>(digits.length));
  if (decoded < 0 || static_cast<std::size_t>(decoded) != der.size() + padding) {
    return malformed("not the PEM of an Ed25519 key");
  }
  std::copy_n(digits.der.begin(), der.size(), der.begin());
  return {};
}

std::size_t encode_pem(std::span<const std::uint8_t> der, std::string_view label,
                       std::span<char> out) {
  std::array<unsigned char, kMaxBase64 + 1> base64{};
  const auto fixed = kBegin.size() + kEnd.size() + 2 * (label.size() + kDashes.size()) + 3;
  if (der.size() > kMaxDer || fixed + (der.size() + 2) / 3 * 4 > out.size()) {
    return 0;
  }
  const auto digits = static_cast<std::size_t>(
      EVP_EncodeBlock(base64.data(), der.data(), static_cast<int>(der.size())));
  auto at = out.begin();
  const auto put = [&at](std::string_view piece) {
    at = std::copy(piece.begin(), piece.end(), at);
  };
  put(kBegin), put(label), put(kDashes), put("\n");
  at = std::copy_n(base64.begin(), digits, at);
  put("\n"), put(kEnd), put(label), put(kDashes), put("\n");
  OPENSSL_cleanse(base64.data(), base64.size());
  return static_cast<std::size_t>(at - out.begin());
}

}  // namespace rackproof::seal
