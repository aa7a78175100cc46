#pragma once

#include <string>
#include <string_view>

#include "reports/seal/trust.h"
#include "schemas/result.h"

namespace rackproof {

/// Reads a trust file: TOML with one [[key]] a trusted key, each of exactly
///   public_key = "PATH" (relative to the trust file) or an inline PEM block
///   roles = ["collector", "certifier"]
/// Error{malformed, "file:line: ..."} for an unknown key, role or no key at all; a private key is
/// refused by name.
Result<seal::Trust> load_trust(const std::string& path);

/// The same from text; `directory` is where relative paths begin.
Result<seal::Trust> parse_trust(std::string_view text, const std::string& file,
                                const std::string& directory);

}  // namespace rackproof
