#include "schemas/encoding.h"

#include <algorithm>
#include <cstdint>

#include "schemas/first_character.h"

namespace rackproof {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Each byte as \xNN.
std::string escaped(std::string_view bytes) {
  std::string shown;
  for (const char byte : bytes) {
    shown += "\\x" + to_hex(std::string_view(&byte, 1));
  }
  return shown;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text.push_back(kDigits[value >> 4U]);
    text.push_back(kDigits[value & 15U]);
  }
  return text;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = (bits << 8U) | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text.push_back(k <= group.size() ? kBase64[(bits >> (18U - 6U * k)) & 63U] : '=');
    }
  }
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  const Error malformed{ErrorKind::malformed, "not padded standard base64"};
  if (text.size() % 4 != 0) {
    return malformed;
  }
  const auto digits = text.substr(0, text.find('='));
  const auto padding = text.size() - digits.size();
  if (padding > 2 || text.substr(digits.size()) != std::string_view("==").substr(0, padding)) {
    return malformed;
  }
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char digit : digits) {
    const auto value = kBase64.find(digit);
    if (value == std::string_view::npos) {
      return malformed;
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>((bits >> held) & 255U));
    }
  }
  if ((bits & ((1U << held) - 1U)) != 0) {
    return malformed;
  }
  return bytes;
}

Result<std::string> from_either_base64(std::string_view text) {
  if (text.find_first_of("-_") == std::string_view::npos) {
    return from_base64(text);
  }
  if (text.find_first_of("+/") != std::string_view::npos) {
    return Error{ErrorKind::malformed, "base64 of two alphabets mixed"};
  }
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  auto bytes = from_base64(standard);
  return bytes ? std::move(bytes) : Error{ErrorKind::malformed, "not padded URL-safe base64"};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto decoded = first_character(text);
    if (decoded.bytes == 0) {
      return false;
    }
    text.remove_prefix(decoded.bytes);
  }
  return true;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string shown;
  while (!text.empty()) {
    if (shown.size() >= limit) {
      return shown + "...";
    }
    const auto decoded = first_character(text);
    const auto length = decoded.bytes == 0 ? 1 : decoded.bytes;
    const bool hostile = decoded.bytes == 0 || decoded.drives_a_terminal;
    shown += hostile ? escaped(text.substr(0, length)) : std::string(text.substr(0, length));
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace rackproof
