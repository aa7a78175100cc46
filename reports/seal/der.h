#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <openssl/asn1.h>
#include <openssl/err.h>

/// Structures out of DER by libcrypto. Only reports/seal includes this header.
namespace rackproof::seal {

/// The whole of `der` as one structure, or null; libcrypto's list of complaints stays empty.
template <typename Handle, typename Decode>
Handle decode_whole(std::string_view der, Decode decode) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* const begin = at;
  Handle decoded(decode(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return at - begin == static_cast<std::ptrdiff_t>(der.size()) ? std::move(decoded) : Handle();
}

/// The content of a string or time of ASN.1; a view into it.
inline std::string_view text_of(const ASN1_STRING& text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)),
          static_cast<std::size_t>(ASN1_STRING_length(&text))};
}

}  // namespace rackproof::seal
