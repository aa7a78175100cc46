#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/private_key.h"
#include "reports/seal/signature.h"
#include "reports/seal/signer.h"
#include "reports/seal/trust.h"
#include "schemas/predicate_types.h"
#include "schemas/result.h"

/// DSSE 1.0.2 envelopes (secure-systems-lab/dsse: protocol.md, envelope.md) with up to sixteen
/// signatures over an in-toto statement. Bytes are signed and bytes are verified; no payload is
/// ever written again to be checked.
namespace rackproof::seal {

inline constexpr std::string_view kPayloadType = kStatementPayloadType;
inline constexpr std::size_t kMaxSignatures = 16;
/// An ECDSA signature over P-256 in DER is 8 to 72 bytes; Ed25519 has 64. Which of them it must be
/// the key says, never the envelope.
inline constexpr std::size_t kMinSignatureBytes = 8;

/// The bytes that are signed: "DSSEv1", length and text of the type, length and text of the body.
/// Lengths count bytes.
[[nodiscard]] std::string pre_authentication(std::string_view type, std::string_view body);

struct EnvelopeSignature {
  std::string
      key_id;  ///< As claimed, nobody signed it: a fingerprint, or what others use; "" = none.
  std::string bytes;  ///< Of whatever length the signer's algorithm has.
};

struct Envelope {
  std::string payload_type;
  std::string payload;                        ///< Decoded.
  std::vector<EnvelopeSignature> signatures;  ///< 1 to kMaxSignatures.

  /// The claimed key ids, ", " between them: for people.
  [[nodiscard]] std::string key_ids() const;
};

/// As DSSE 1.0.2 asks: base64 standard or URL-safe, members that nobody knows passed over, keyid or
/// none. Stricter where two readers could see two things: no name twice, padded base64 of one
/// alphabet, no key, certificate or algorithm brought along, no key id that could be followed; from
/// its first brace to its last, after which one line feed may stand.
/// Error{malformed}, or Error{out_of_range} at the first value more than any envelope has.
Result<Envelope> parse_envelope(std::string_view bytes);

/// `payload` signed by `signer`, as the bytes of an envelope. The signature has been verified.
Result<std::string> seal(std::string_view payload, const Signer& signer);

/// One good signature, by one who may be trusted for the role.
struct SignedBy {
  TrustedKey who;
  std::size_t signature;  ///< Index into Envelope::signatures.
  std::string bytes;      ///< The signature itself: what a time stamp is over.
};

/// A payload that was verified: these bytes, and no second reading of the file, are used.
struct Opened {
  std::string payload;
  std::vector<SignedBy> signatures;      ///< In the order of the envelope.
  std::vector<std::string> passed_over;  ///< Sentences on signatures that count for nothing.
};

/// How many different keys are among `signatures`: what a threshold counts.
[[nodiscard]] std::size_t distinct_keys(const std::vector<SignedBy>& signatures);

/// The payload, if at least `threshold` different keys that `trusted` has for `role` signed exactly
/// these bytes. A signature that names a key is tried under that one alone, one that names none
/// under every one; what is by none of them is passed over and told. Whether each may speak about
/// this device at that time is asked afterwards (reports/signers.h). Error{untrusted} otherwise,
/// also for an envelope that cannot be parsed.
Result<Opened> open(std::string_view envelope, const std::vector<TrustedKey>& trusted, Role role,
                    int threshold);
/// By the keys and the threshold of `trust`.
Result<Opened> open(std::string_view envelope, const Trust& trust, Role role);

}  // namespace rackproof::seal
