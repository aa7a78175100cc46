#pragma once

#include <string>
#include <string_view>

#include "reports/seal/signature.h"
#include "reports/seal/trust.h"
#include "schemas/predicate_types.h"
#include "schemas/result.h"

/// DSSE 1.0.2 envelopes (secure-systems-lab/dsse: protocol.md, envelope.md) with one Ed25519
/// signature over an in-toto statement. Bytes are signed and bytes are verified; no payload is ever
/// written again to be checked.
namespace rackproof::seal {

inline constexpr std::string_view kPayloadType = kStatementPayloadType;

/// The bytes that are signed: "DSSEv1", length and text of the type, length and text of the body.
/// Lengths count bytes.
[[nodiscard]] std::string pre_authentication(std::string_view type, std::string_view body);

struct Envelope {
  std::string payload_type;
  std::string payload;    ///< Decoded.
  std::string key_id;     ///< As claimed; names a key to people, never decides.
  std::string signature;  ///< kSignatureBytes.
};

/// Stricter than DSSE asks, so that one bundle has one spelling: exactly payload, payloadType and
/// one signature of exactly keyid and sig; padded standard base64; nothing unknown anywhere.
/// Error{malformed}.
Result<Envelope> parse_envelope(std::string_view bytes);

/// `payload` signed by `key`, as the bytes of an envelope.
Result<std::string> seal(std::string_view payload, const PrivateKey& key);

/// A payload that was verified: these bytes, and no second reading of the file, are used.
struct Opened {
  std::string payload;
  PublicKey signer;
};

/// The payload, if a key that `trust` holds for `role` signed exactly these bytes, and the envelope
/// names that key. Error{untrusted} otherwise, also for an envelope that cannot be parsed.
Result<Opened> open(std::string_view envelope, const Trust& trust, Role role);

}  // namespace rackproof::seal
