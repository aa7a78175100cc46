#pragma once

#include <string_view>

namespace rackproof::seal {

/// Whether `bytes` are one structure of ASN.1 in its one spelling, as far as that can be seen
/// without knowing what it is (DER, X.690 section 10): every length is definite and as short as can
/// be, only what holds others is made of parts, a truth is 00 or FF. libcrypto reads any BER: then
/// one certificate has many bytes and many fingerprints, and other readers may see another one.
[[nodiscard]] bool is_der(std::string_view bytes);

}  // namespace rackproof::seal
