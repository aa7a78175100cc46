#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "schemas/result.h"

/// The one PEM shape that a bare Ed25519 key has. Fixed buffers, so that a private key leaves no
/// copy behind in freed memory.
namespace rackproof::seal {

inline constexpr std::string_view kPrivateLabel = "PRIVATE KEY";
inline constexpr std::string_view kPublicLabel = "PUBLIC KEY";

/// The label of the first block of `text` ("PUBLIC KEY"), or "" when there is none.
[[nodiscard]] std::string_view pem_label(std::string_view text);

/// Decodes the single block `label` of `text` into `der`, which it must fill exactly. White space
/// around the block is allowed, other text is not. Error{malformed} says what stands there.
Result<void> decode_pem(std::string_view text, std::string_view label, std::span<std::uint8_t> der);

/// Writes the block to `out` and returns its length; 0 when `out` is too small. DER of up to 48
/// bytes: one line of base64 (RFC 7468).
std::size_t encode_pem(std::span<const std::uint8_t> der, std::string_view label,
                       std::span<char> out);

}  // namespace rackproof::seal
