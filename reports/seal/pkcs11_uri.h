#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/result.h"

/// Keys on tokens by name: RFC 7512, as much of it as names one private key.
namespace rackproof::seal {

inline constexpr std::string_view kPkcs11Scheme = "pkcs11:";

/// "pkcs11:token=rack;object=site?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/..."
struct Pkcs11Uri {
  // What is not given fits any; what fits must in the end be one token and one key on it.
  std::optional<std::string> token;   ///< Label of the token.
  std::optional<std::string> serial;  ///< Of the token.
  std::optional<std::string> object;  ///< Label of the key.
  std::optional<std::string> id;      ///< CKA_ID of the key, bytes.
  std::string module_path;            ///< Absolute; the library to load.
  std::string pin_file;               ///< "" = the PIN is asked for.
};

/// Error{malformed} names the attribute that is unknown, twice, wrongly spelled or missing. A PIN
/// in the URI (pin-value) is refused: other users see the arguments of a program.
Result<Pkcs11Uri> parse_pkcs11_uri(std::string_view text);

}  // namespace rackproof::seal
