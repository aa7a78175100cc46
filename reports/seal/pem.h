#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "schemas/result.h"

/// The one PEM shape that a bare key has. Fixed buffers, so that a private key leaves no copy
/// behind in freed memory.
namespace rackproof::seal {

inline constexpr std::string_view kPrivateLabel = "PRIVATE KEY";
inline constexpr std::string_view kPublicLabel = "PUBLIC KEY";

/// Of a key: enough for RSA of 4096 bits, which is refused by name.
inline constexpr std::size_t kMaxDer = 3072;

/// The label of the first block of `text` ("PUBLIC KEY"), or "" when there is none.
[[nodiscard]] std::string_view pem_label(std::string_view text);

/// Decodes the single block `label` of `text` into `der`, at most kMaxDer bytes; how many they are.
/// White space around the block is allowed, other text is not. Error{malformed} says what stands
/// there.
Result<std::size_t> decode_pem(std::string_view text, std::string_view label,
                               std::span<std::uint8_t> der);

/// Writes the block to `out` and returns its length; 0 when `out` is too small. Lines of 64 digits
/// (RFC 7468).
std::size_t encode_pem(std::span<const std::uint8_t> der, std::string_view label,
                       std::span<char> out);

}  // namespace rackproof::seal
