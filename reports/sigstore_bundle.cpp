#include "reports/sigstore_bundle.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "reports/seal/certificate.h"
#include "reports/seal/envelope.h"
#include "reports/seal/time_stamp.h"
#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr auto* kMediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

// Tags of DER (X.690).
constexpr char kSequence = 0x30;
constexpr char kObjectId = 0x06;
constexpr std::string_view kGranted("\x30\x03\x02\x01\x00", 5);  // PKIStatusInfo: status 0
constexpr std::size_t kLongForm = 0x80;

/// One signature, whose keyid is the hint, letter for letter (sigstore_bundle.proto).
JsonValue envelope_json(const seal::Envelope& envelope) {
  return JsonObject()
      .add("payload", to_base64(envelope.payload))
      .add("payloadType", envelope.payload_type)
      .add("signatures", JsonArray()
                             .add(JsonObject()
                                      .add("sig", to_base64(envelope.signatures.front().bytes))
                                      .add("keyid", envelope.signatures.front().key_id)
                                      .take())
                             .take())
      .take();
}

/// How many bytes stand before the content of the SEQUENCE that `der` is.
std::size_t header_bytes(std::string_view der) {
  const auto first = static_cast<unsigned char>(der.size() > 1 ? der[1] : '\0');
  return 2 + (first >= kLongForm ? first - kLongForm : 0);
}

std::string sequence_of(const std::string& content) {
  std::string length;
  for (auto rest = content.size(); rest > 0; rest >>= 8) {
    length.insert(length.begin(), static_cast<char>(rest & 0xFF));
  }
  if (content.size() >= kLongForm) {
    length.insert(length.begin(), static_cast<char>(kLongForm | length.size()));
  }
  return kSequence + length + content;
}

/// Some authorities answer with the token alone; readers of Sigstore bundles want the response
/// (RFC 3161 section 2.4.2) around it. `stamp` was parsed before.
std::string as_response(std::string_view stamp) {
  const auto inside = header_bytes(stamp);
  const bool is_token = inside < stamp.size() && stamp[inside] == kObjectId;
  return is_token ? sequence_of(std::string(kGranted) + std::string(stamp)) : std::string(stamp);
}

/// The certificate of `key_id` that was valid at `when`.
Result<std::optional<seal::Certificate>> certificate_at(std::string_view chain,
                                                        const std::string& key_id, UtcTime when) {
  auto all = seal::parse_certificates(chain);
  if (!all) {
    return std::move(all).error();
  }
  const auto found =
      std::find_if(all->begin(), all->end(), [&](const seal::Certificate& certificate) {
        return certificate.key && certificate.key->key_id() == key_id &&
               certificate.not_before <= when && when <= certificate.not_after;
      });
  return found == all->end() ? std::nullopt : std::optional(std::move(*found));
}

JsonValue stamps_json(std::string_view stamp) {
  auto row = JsonObject().add("signedTimestamp", to_base64(as_response(stamp))).take();
  return JsonObject().add("rfc3161Timestamps", JsonArray().add(std::move(row)).take()).take();
}

JsonObject key_alone(const std::string& key_id) {
  return JsonObject().add("publicKey", JsonObject().add("hint", key_id).take());
}

/// Who signed, and when by somebody else's word.
Result<JsonValue> material(const seal::EnvelopeSignature& signature, const SealedMembers& sealed) {
  if (sealed.stamp.empty()) {
    return key_alone(signature.key_id).take();
  }
  const auto stamp = seal::read_time_stamp({sealed.stamp, signature.bytes});
  if (!stamp) {
    return stamp.error().during("its time stamp");
  }
  std::optional<seal::Certificate> leaf;
  if (!sealed.chain.empty()) {
    auto found = certificate_at(sealed.chain, signature.key_id, stamp->generated);
    if (!found) {
      return std::move(found).error().during("its certificates");
    }
    leaf = *std::move(found);
  }
  auto who = leaf ? JsonObject().add("certificate",
                                     JsonObject().add("rawBytes", to_base64(leaf->der)).take())
                  : key_alone(signature.key_id);
  return who.add("timestampVerificationData", stamps_json(sealed.stamp)).take();
}

}  // namespace

Result<std::string> sigstore_bundle(const SealedMembers& sealed) {
  const auto parsed = seal::parse_envelope(sealed.envelope);
  if (!parsed) {
    return parsed.error();
  }
  if (parsed->signatures.size() != 1) {
    return Error{ErrorKind::unsupported, std::to_string(parsed->signatures.size()) +
                                             " signatures: a Sigstore bundle v0.3 carries one"};
  }
  if (parsed->signatures.front().key_id.empty()) {
    return Error{ErrorKind::malformed,
                 "its signature names no key: a Sigstore bundle wants a hint"};
  }
  auto verification = material(parsed->signatures.front(), sealed);
  if (!verification) {
    return std::move(verification).error();
  }
  return write_json(JsonObject()
                        .add("mediaType", kMediaType)
                        .add("verificationMaterial", *std::move(verification))
                        .add("dsseEnvelope", envelope_json(*parsed))
                        .take());
}

}  // namespace rackproof
