#include "schemas/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace rackproof {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct Decoded {
  std::uint32_t code_point;
  std::size_t length;  ///< 0 = ill-formed.
};

/// One UTF-8 sequence at the start of `text` (Unicode 15, table 3-7).
Decoded decode_utf8(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80U) {
    return {lead, 1};
  }
  std::size_t length = 0;
  std::uint32_t least = 0;
  std::uint32_t code = 0;
  if (lead >= 0xC2U && lead <= 0xDFU) {
    length = 2, least = 0x80, code = lead & 0x1FU;
  } else if ((lead & 0xF0U) == 0xE0U) {
    length = 3, least = 0x800, code = lead & 0x0FU;
  } else if (lead >= 0xF0U && lead <= 0xF4U) {
    length = 4, least = 0x10000, code = lead & 0x07U;
  }
  if (length == 0 || text.size() < length) {
    return {0, 0};
  }
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) {
      return {0, 0};
    }
    code = (code << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = code >= 0xD800U && code <= 0xDFFFU;
  return code < least || code > 0x10FFFFU || surrogate ? Decoded{0, 0} : Decoded{code, length};
}

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// C0, DEL, C1; then what reorders a line, breaks it or cannot be seen in it (Unicode TR9 and the
/// general category Cf): two texts that differ only in these look alike.
constexpr std::array kHostile{
    CodeRange{0x00, 0x1F},     CodeRange{0x7F, 0x9F},       CodeRange{0xAD, 0xAD},
    CodeRange{0x61C, 0x61C},   CodeRange{0x180E, 0x180E},   CodeRange{0x200B, 0x200F},
    CodeRange{0x2028, 0x202E}, CodeRange{0x2060, 0x206F},   CodeRange{0xFEFF, 0xFEFF},
    CodeRange{0xFFF9, 0xFFFB}, CodeRange{0xE0000, 0xE007F},
};

bool drives_a_terminal(std::uint32_t code) {
  return std::any_of(kHostile.begin(), kHostile.end(), [code](const CodeRange& each) {
    return each.first <= code && code <= each.last;
  });
}

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
    const auto decoded = decode_utf8(text);
    if (decoded.length == 0) {
      return false;
    }
    text.remove_prefix(decoded.length);
  }
  return true;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string shown;
  while (!text.empty()) {
    if (shown.size() >= limit) {
      return shown + "...";
    }
    const auto decoded = decode_utf8(text);
    const auto length = decoded.length == 0 ? 1 : decoded.length;
    const bool hostile = decoded.length == 0 || drives_a_terminal(decoded.code_point);
    shown += hostile ? escaped(text.substr(0, length)) : std::string(text.substr(0, length));
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace rackproof
