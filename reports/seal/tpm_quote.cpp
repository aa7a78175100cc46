#include "reports/seal/tpm_quote.h"

#include <algorithm>
#include <utility>

#include "reports/seal/ecdsa_signature.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

// TPM 2.0 Library, Part 2: TPM_GENERATED, TPM_ST, TPM_ALG_ID, TPMI_YES_NO.
constexpr std::uint32_t kGenerated = 0xff544347;
constexpr std::uint16_t kAttestQuote = 0x8018;
constexpr std::uint16_t kSha256 = 0x000b;
constexpr std::uint16_t kEcdsa = 0x0018;
// What an implementation may put there at most: TPM2B_NAME and TPM2B_DATA hold a digest of at most
// 64 bytes and its algorithm; 16 banks; 32 registers, and 4 bytes that select them.
constexpr std::size_t kMostNameBytes = 68;
constexpr std::size_t kMostDataBytes = 68;
constexpr std::size_t kMostDigestBytes = 64;
constexpr std::uint32_t kMostSelections = 16;
constexpr std::uint8_t kMostSelectBytes = 4;
constexpr std::size_t kByteBits = 8;

Error malformed(std::string what) {
  return {ErrorKind::malformed, std::move(what)};
}

/// Takes numbers and sized fields from the front of bytes; the first failure is remembered, and
/// everything after it is zero or empty.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : rest_(bytes) {}

  template <typename Number>
  Number number(const char* what) {
    Number value = 0;
    for (const char byte : take(sizeof(Number), what)) {
      value = static_cast<Number>((static_cast<std::uint64_t>(value) << kByteBits) |
                                  static_cast<std::uint8_t>(byte));
    }
    return value;
  }

  std::string_view take(std::size_t size, const char* what) {
    if (why_.empty() && rest_.size() < size) {
      refuse(std::string("ends within ") + what);
    }
    if (!why_.empty()) {
      return {};
    }
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  /// TPM2B: two bytes of length, then that many.
  std::string sized(std::size_t most, const char* what) {
    const auto size = number<std::uint16_t>(what);
    if (size > most) {
      refuse(std::string(what) + " of " + std::to_string(size) + " bytes, at most " +
             std::to_string(most) + " are possible");
    }
    return std::string(take(size, what));
  }

  void refuse(std::string why) {
    if (why_.empty()) {
      why_ = std::move(why);
    }
  }

  [[nodiscard]] bool ok() const { return why_.empty(); }

  /// Whether all was there and nothing is left over.
  Result<void> finish(const std::string& of) {
    if (!rest_.empty()) {
      refuse(std::to_string(rest_.size()) + " bytes after its end");
    }
    return ok() ? Result<void>() : malformed(of + ": " + why_);
  }

 private:
  std::string_view rest_;
  std::string why_;
};

std::string hex16(std::uint16_t number) {
  const std::string bytes{static_cast<char>(number >> kByteBits), static_cast<char>(number & 0xff)};
  return "0x" + to_hex(bytes);
}

PcrSelection take_selection(Taker& taker) {
  PcrSelection selection;
  selection.hash = taker.number<std::uint16_t>("a bank's algorithm");
  const auto size = taker.number<std::uint8_t>("a selection of registers");
  if (size > kMostSelectBytes) {
    taker.refuse("a selection of registers in " + std::to_string(size) + " bytes");
  }
  const auto bytes = taker.take(size, "a selection of registers");
  for (unsigned pcr = 0; pcr < bytes.size() * kByteBits; ++pcr) {
    const auto byte = static_cast<std::uint8_t>(bytes[pcr / kByteBits]);
    if (((static_cast<unsigned>(byte) >> (pcr % kByteBits)) & 1U) != 0) {
      selection.pcrs.push_back(pcr);
    }
  }
  return selection;
}

void take_quote_info(Taker& taker, TpmQuote& quote) {
  const auto count = taker.number<std::uint32_t>("the number of banks");
  if (count > kMostSelections) {
    taker.refuse(std::to_string(count) + " banks of registers");
  }
  for (std::uint32_t i = 0; i < count && taker.ok(); ++i) {
    quote.selections.push_back(take_selection(taker));
  }
  quote.pcr_digest = taker.sized(kMostDigestBytes, "the digest of the registers");
}

bool is_one_bank(const TpmQuote& quote) {
  PcrSelection expected{kSha256, {}};
  for (unsigned pcr = 0; pcr < kQuotedPcrs; ++pcr) {
    expected.pcrs.push_back(pcr);
  }
  return quote.selections == std::vector<PcrSelection>{expected};
}

std::string digest_of(std::string_view bytes) {
  const auto digest = sha256(bytes);
  return {digest.begin(), digest.end()};
}

Error untrusted(std::string what) {
  return {ErrorKind::untrusted, "quote of the TPM: " + std::move(what)};
}

/// What the quote says is about this nonce and these registers.
Result<void> check_said(const TpmQuote& quote, std::string_view pcrs, std::string_view nonce) {
  if (quote.extra_data != nonce) {
    return untrusted("made for another nonce (" + to_hex(quote.extra_data) + ") than that of " +
                     "this run (" + to_hex(nonce) + ")");
  }
  if (!is_one_bank(quote)) {
    return untrusted("not over the registers 0 to 7 of the SHA-256 bank alone");
  }
  if (pcrs.size() != kPcrBytes) {
    return untrusted("the registers beside it have " + std::to_string(pcrs.size()) +
                     " bytes, not " + std::to_string(kPcrBytes));
  }
  if (quote.pcr_digest != digest_of(pcrs)) {
    return untrusted("the registers beside it are not those that it was made over");
  }
  return {};
}

}  // namespace

Result<TpmQuote> parse_tpm_quote(std::string_view attest) {
  constexpr const char* kWhat = "TPM attestation";
  if (attest.size() > kMostQuoteBytes) {
    return malformed(std::string(kWhat) + ": " + std::to_string(attest.size()) +
                     " bytes, a quote has fewer");
  }
  Taker taker(attest);
  TpmQuote quote;
  const auto magic = taker.number<std::uint32_t>("its magic number");
  if (taker.ok() && magic != kGenerated) {
    taker.refuse("its magic number is not that of a structure which a TPM made");
  }
  const auto type = taker.number<std::uint16_t>("its type");
  if (taker.ok() && type != kAttestQuote) {
    taker.refuse("type " + hex16(type) + ", not a quote (" + hex16(kAttestQuote) + ")");
  }
  quote.qualified_signer = taker.sized(kMostNameBytes, "the signer's name");
  quote.extra_data = taker.sized(kMostDataBytes, "the qualifying data");
  quote.clock_ms = taker.number<std::uint64_t>("the clock");
  quote.resets = taker.number<std::uint32_t>("the count of resets");
  quote.restarts = taker.number<std::uint32_t>("the count of restarts");
  const auto safe = taker.number<std::uint8_t>("whether the clock is safe");
  if (safe > 1) {
    taker.refuse("neither yes nor no on whether the clock is safe");
  }
  quote.clock_safe = safe == 1;
  quote.firmware = taker.number<std::uint64_t>("the firmware's version");
  if (taker.ok()) {
    take_quote_info(taker, quote);
  }
  const auto whole = taker.finish(kWhat);
  return whole ? Result<TpmQuote>(std::move(quote)) : whole.error();
}

Result<std::string> tpm_signature_der(std::string_view signature) {
  constexpr const char* kWhat = "TPM signature";
  if (signature.size() > kMostTpmSignatureBytes) {
    return malformed(std::string(kWhat) + ": " + std::to_string(signature.size()) + " bytes");
  }
  Taker taker(signature);
  const auto scheme = taker.number<std::uint16_t>("its scheme");
  const auto hash = taker.number<std::uint16_t>("its hash");
  if (taker.ok() && (scheme != kEcdsa || hash != kSha256)) {
    return Error{ErrorKind::unsupported, std::string(kWhat) + ": scheme " + hex16(scheme) +
                                             " with hash " + hex16(hash) +
                                             "; ECDSA (0x0018) with SHA-256 (0x000b) is supported"};
  }
  std::string raw;
  for (const char* name : {"r", "s"}) {
    const auto number = taker.sized(kP256ScalarBytes, name);
    raw += std::string(kP256ScalarBytes - std::min(number.size(), kP256ScalarBytes), '\0') + number;
  }
  if (const auto whole = taker.finish(kWhat); !whole) {
    return whole.error();
  }
  return p256_der_of(raw);
}

Result<CheckedQuote> check_tpm_quote(const TpmEvidence& evidence, std::string_view nonce) {
  const auto key = PublicKey::from_pem(evidence.public_key);
  if (!key) {
    return untrusted("its public key: " + key.error().message);
  }
  if (key->algorithm() != KeyAlgorithm::p256) {
    return untrusted("its public key is not one of ECDSA P-256");
  }
  const auto signature = tpm_signature_der(evidence.signature);
  if (!signature) {
    return untrusted(signature.error().message);
  }
  if (const auto signed_by = key->check(evidence.attest, *signature); !signed_by) {
    return untrusted("not signed by the key beside it: " + signed_by.error().message);
  }
  auto quote = parse_tpm_quote(evidence.attest);
  if (!quote) {
    return untrusted(quote.error().message);
  }
  if (const auto fits = check_said(*quote, evidence.pcrs, nonce); !fits) {
    return fits.error();
  }
  return CheckedQuote{*key, *std::move(quote)};
}

}  // namespace rackproof::seal
