#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/signature.h"
#include "schemas/result.h"

/// A quote of a TPM 2.0 as its bytes are (TCG, TPM 2.0 Library, Part 2: Structures; numbers are
/// big-endian), read without a TPM and without a library of one.
namespace rackproof::seal {

inline constexpr std::size_t kMostQuoteBytes = 1024;        ///< A quote over one bank has 145.
inline constexpr std::size_t kMostTpmSignatureBytes = 512;  ///< Of RSA too, which is named only.
/// SHA-256 of each of the registers 0 to 7, what firmware and boot loader measured, in their order.
inline constexpr std::size_t kQuotedPcrs = 8;
inline constexpr std::size_t kPcrBytes = kQuotedPcrs * 32;

/// Registers of one bank that a quote covers.
struct PcrSelection {
  std::uint16_t hash = 0;      ///< TPM_ALG_ID: 0x000b is SHA-256.
  std::vector<unsigned> pcrs;  ///< Ascending.

  bool operator==(const PcrSelection&) const = default;
};

/// TPMS_ATTEST with a TPMS_QUOTE_INFO in it.
struct TpmQuote {
  std::string qualified_signer;  ///< TPM2B_NAME: algorithm and digest.
  std::string extra_data;        ///< What the asker gave: a nonce.
  std::uint64_t clock_ms = 0;    ///< How long the TPM had power since it was cleared.
  std::uint32_t resets = 0;      ///< Since then.
  std::uint32_t restarts = 0;
  bool clock_safe = false;
  std::uint64_t firmware = 0;  ///< The maker's own number.
  std::vector<PcrSelection> selections;
  std::string pcr_digest;  ///< Over the selected registers.
};

/// The whole of `attest`. Error{malformed} says what is wrong: not made by a TPM (magic), another
/// kind of attestation, a length past the end, bytes after the end.
Result<TpmQuote> parse_tpm_quote(std::string_view attest);

/// TPMT_SIGNATURE of ECDSA with SHA-256 as the DER that PublicKey::check() takes.
/// Error{unsupported} names another scheme or hash; Error{malformed} for what is no such structure.
Result<std::string> tpm_signature_der(std::string_view signature);

/// What goes with a quote. Views.
struct TpmEvidence {
  std::string_view attest;      ///< The bytes that were signed.
  std::string_view signature;   ///< TPMT_SIGNATURE.
  std::string_view pcrs;        ///< kPcrBytes.
  std::string_view public_key;  ///< PEM.
};

struct CheckedQuote {
  PublicKey key;
  TpmQuote quote;
};

/// Whether `evidence` is a quote by that key over PCRs 0 to 7 of the SHA-256 bank as they are
/// there, and over `nonce` (raw). Who has the key is not asked. Error{untrusted} says what does not
/// hold.
Result<CheckedQuote> check_tpm_quote(const TpmEvidence& evidence, std::string_view nonce);

}  // namespace rackproof::seal
