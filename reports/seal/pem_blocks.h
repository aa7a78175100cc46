#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

/// Files of several PEM blocks: certificates, revocation lists. (Keys are read by pem.h, which
/// leaves no copy of a secret behind.)
namespace rackproof::seal {

struct PemLimits {
  std::size_t bytes;   ///< Of the whole text.
  std::size_t blocks;  ///< More is refused before any is decoded.
};

/// The DER of every block of `text`, in their order; at least one. Each block is of `label`, and
/// only white space stands between them: what `openssl ... -notext` writes. A private key is
/// refused by name. Error{malformed}, Error{out_of_range} beyond a limit.
Result<std::vector<std::string>> pem_blocks(std::string_view text, std::string_view label,
                                            const PemLimits& limits);

/// One block, 64 digits a line (RFC 7468).
[[nodiscard]] std::string pem_block(std::string_view der, std::string_view label);

}  // namespace rackproof::seal
