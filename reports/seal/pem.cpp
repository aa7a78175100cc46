#include "reports/seal/pem.h"

#include <algorithm>
#include <optional>
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
constexpr std::size_t kMaxBase64 = kMaxDer / 3 * 4;
constexpr std::size_t kLineDigits = 64;
constexpr std::size_t kLineBytes = 48;

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

/// How many '=' end the digits, at most two; nothing when one stands elsewhere.
std::optional<std::size_t> padding_of(const Digits& digits) {
  const std::span all(digits.text.data(), digits.length);
  const auto count = static_cast<std::size_t>(std::count(all.begin(), all.end(), '='));
  const auto tail = all.last(std::min(count, all.size()));
  const bool at_end = std::all_of(tail.begin(), tail.end(), [](auto c) { return c == '='; });
  return count <= 2 && at_end ? std::optional(count) : std::nullopt;
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

Result<std::size_t> decode_pem(std::string_view text, std::string_view label,
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
    return malformed("the PEM block is not the base64 of a key");
  }
  const auto padding = padding_of(digits);
  const int decoded =
      EVP_DecodeBlock(digits.der.data(), digits.text.data(), static_cast<int>(digits.length));
  if (!padding || decoded < 0 || static_cast<std::size_t>(decoded) - *padding > der.size()) {
    return malformed("the PEM block is not the base64 of a key");
  }
  const auto length = static_cast<std::size_t>(decoded) - *padding;
  std::copy_n(digits.der.begin(), length, der.begin());
  return length;
}

std::size_t encode_pem(std::span<const std::uint8_t> der, std::string_view label,
                       std::span<char> out) {
  const auto digits = (der.size() + 2) / 3 * 4;
  const auto lines = (digits + kLineDigits - 1) / kLineDigits;
  const auto fixed = kBegin.size() + kEnd.size() + 2 * (label.size() + kDashes.size() + 1);
  if (der.size() > kMaxDer || fixed + digits + lines > out.size()) {
    return 0;
  }
  auto at = out.begin();
  const auto put = [&at](std::string_view piece) {
    at = std::copy(piece.begin(), piece.end(), at);
  };
  put(kBegin), put(label), put(kDashes), put("\n");
  std::array<unsigned char, kLineDigits + 1> line{};
  for (auto rest = der; !rest.empty(); rest = rest.subspan(std::min(rest.size(), kLineBytes))) {
    const auto bytes = rest.first(std::min(rest.size(), kLineBytes));
    const int length = EVP_EncodeBlock(line.data(), bytes.data(), static_cast<int>(bytes.size()));
    at = std::copy_n(line.begin(), length, at);
    put("\n");
  }
  put(kEnd), put(label), put(kDashes), put("\n");
  OPENSSL_cleanse(line.data(), line.size());
  return static_cast<std::size_t>(at - out.begin());
}

}  // namespace rackproof::seal
