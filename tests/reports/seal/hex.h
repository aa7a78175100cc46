#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "reports/seal/signature.h"
#include "schemas/result.h"

namespace rackproof::testing {

/// Bytes from hexadecimal digits; the test's own constants, so nothing is checked.
inline std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

/// Lives as long as `bytes`.
inline std::span<const std::uint8_t> octets(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

inline Result<seal::PublicKey> key_from_hex(std::string_view digits) {
  const auto text = from_hex(digits);
  if (text.size() != seal::kKeyBytes) {
    return Error{ErrorKind::malformed, "not 32 bytes"};
  }
  seal::PublicKey::Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(text[i]);
  }
  return seal::PublicKey::from_bytes(bytes);
}

}  // namespace rackproof::testing
