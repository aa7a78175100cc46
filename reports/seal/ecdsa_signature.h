#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schemas/result.h"

/// ECDSA P-256 signatures as bytes. One signature has one spelling here: DER, SEQUENCE of the two
/// INTEGERs r and s (RFC 3279 section 2.2.3), which openssl, cosign and securesystemslib use too.
namespace rackproof::seal {

inline constexpr std::size_t kP256ScalarBytes = 32;
/// Two INTEGERs of 33 bytes with their heads, in a SEQUENCE.
inline constexpr std::size_t kP256MaxSignatureBytes = 72;

/// Error{malformed} says what is wrong with `signature`: r||s, bytes after the end, a number that
/// is padded, negative, zero or not below the order of the group.
Result<void> check_p256_der(std::string_view signature);

/// `raw` = r||s, 64 bytes, big-endian, as tokens give it (PKCS #11 3.0 section 2.3.1), as DER.
/// Error{malformed} when it is not that or a number is out of range.
Result<std::string> p256_der_of(std::string_view raw);

}  // namespace rackproof::seal
