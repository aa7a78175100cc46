#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

/// Quotes of this machine's TPM 2.0, by the programs of tpm2-tools as children: they speak to every
/// kind of TPM, and we need no library of it. Nothing is written to the TPM.
namespace rackproof::tpm {

/// What the tools are given of our environment.
struct Tools {
  std::vector<std::string> environment;
};

/// TPM2TOOLS_TCTI where it is set (a TPM elsewhere), else the kernel's resource manager.
[[nodiscard]] Tools own_tools();

/// "0x81010002": a persistent handle as tpm2-tools write it. Error{malformed} says what it must be.
Result<std::string> parse_handle(std::string_view text);

/// The public half of the key at `handle`, PEM. Error{absent}: no TPM, no tools or no such key.
Result<std::string> public_key(const Tools& tools, const std::string& handle);

/// Raw bytes, as reports/seal/tpm_quote.h reads them.
struct Quote {
  std::string attest;      ///< TPMS_ATTEST.
  std::string signature;   ///< TPMT_SIGNATURE.
  std::string pcrs;        ///< SHA-256 of registers 0 to 7, one after the other.
  std::string public_key;  ///< PEM.
};

/// A quote by the key at `handle`, which has no password, over PCRs 0 to 7 of the SHA-256 bank and
/// over `nonce` (hex).
Result<Quote> take_quote(const Tools& tools, const std::string& handle, const std::string& nonce);

}  // namespace rackproof::tpm
