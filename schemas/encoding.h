#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);

/// Standard base64 with padding (RFC 4648 section 4).
[[nodiscard]] std::string to_base64(std::string_view bytes);

/// Strict: standard alphabet, padding required, no white space, spare bits zero.
[[nodiscard]] Result<std::string> from_base64(std::string_view text);

/// The same of the standard or the URL-safe alphabet (RFC 4648 section 5), never both in one text.
[[nodiscard]] Result<std::string> from_either_base64(std::string_view text);

/// Whether `text` is well-formed UTF-8 (no surrogates, no over-long forms, at most U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with every control character and ill-formed byte shown as \xNN, so that hostile strings
/// from hardware or files cannot drive a terminal. `limit` bytes at most, then "...".
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 200);

}  // namespace rackproof
