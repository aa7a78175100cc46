#include "reports/sigstore_bundle.h"

#include <utility>

#include "reports/seal/envelope.h"
#include "schemas/encoding.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr auto* kMediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

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

}  // namespace

Result<std::string> sigstore_bundle(std::string_view envelope) {
  const auto parsed = seal::parse_envelope(envelope);
  if (!parsed) {
    return parsed.error();
  }
  if (parsed->signatures.size() != 1) {
    return Error{ErrorKind::unsupported, std::to_string(parsed->signatures.size()) +
                                             " signatures: a Sigstore bundle v0.3 carries one"};
  }
  auto key = JsonObject().add("hint", parsed->signatures.front().key_id).take();
  return write_json(
      JsonObject()
          .add("mediaType", kMediaType)
          .add("verificationMaterial", JsonObject().add("publicKey", std::move(key)).take())
          .add("dsseEnvelope", envelope_json(*parsed))
          .take());
}

}  // namespace rackproof
