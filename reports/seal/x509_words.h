#pragma once

#include <string>
#include <string_view>

#include "reports/seal/x509_handles.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// What libcrypto's objects say, as our own types. For the .cpp files of this room.
namespace rackproof::seal {

[[nodiscard]] const unsigned char* as_bytes(std::string_view text);

/// The octets of any ASN.1 string.
[[nodiscard]] std::string octets_of(const ASN1_STRING& text);

/// RFC 2253, escaped, safe to print.
[[nodiscard]] std::string words_of(const X509_NAME& name);

/// Upper-case hex, "-" in front of a negative one.
[[nodiscard]] std::string hex_of(const ASN1_INTEGER& number);

/// Whole seconds; years before 1970 or after 2261 become the first or last of these.
Result<UtcTime> time_of(const ASN1_TIME& time);

/// Dotted.
[[nodiscard]] std::string dotted(const ASN1_OBJECT& object);

/// The certificate of `der`, or null; all of `der` is used.
[[nodiscard]] X509Handle x509_of(std::string_view der);
/// Likewise the revocation list.
[[nodiscard]] CrlHandle crl_of(std::string_view der);

/// Whether the list is in the name of `issuer` and, where both say one, by its key identifier. Says
/// nothing of the signature.
[[nodiscard]] bool is_list_of(const X509_CRL& list, X509& issuer);

}  // namespace rackproof::seal
