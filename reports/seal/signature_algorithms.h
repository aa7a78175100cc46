#pragma once

#include <algorithm>
#include <array>
#include <string_view>

/// What may stand in a chain of ours. RSA has its place in time-stamp tokens only, SHA-1 nowhere.
namespace rackproof::seal {

/// By libcrypto's short names. (RFC 8410; RFC 5758.)
inline constexpr std::array<std::string_view, 4> kStrongSignatures{
    "ED25519", "ecdsa-with-SHA256", "ecdsa-with-SHA384", "ecdsa-with-SHA512"};

inline constexpr std::array<std::string_view, 4> kStrongKeys{"Ed25519", "P-256", "P-384", "P-521"};

[[nodiscard]] inline bool is_strong_signature(std::string_view name) {
  return std::find(kStrongSignatures.begin(), kStrongSignatures.end(), name) !=
         kStrongSignatures.end();
}

[[nodiscard]] inline bool is_strong_key(std::string_view kind) {
  return std::find(kStrongKeys.begin(), kStrongKeys.end(), kind) != kStrongKeys.end();
}

}  // namespace rackproof::seal
