#include "reports/seal/add_signature.h"

#include <algorithm>
#include <utility>

#include "reports/seal/envelope.h"
#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof::seal {

Result<std::string> add_signature(std::string_view envelope, const Signer& signer) {
  const auto parsed = parse_envelope(envelope);
  if (!parsed) {
    return parsed.error();
  }
  const auto document =
      parse_strict_json(envelope, {.bytes = std::max<std::size_t>(envelope.size(), 1)});
  if (!document) {
    return document.error();
  }
  auto entries = *document->find("signatures")->if_array();
  const auto key_id = signer.public_key().key_id();
  const auto message = pre_authentication(parsed->payload_type, parsed->payload);
  const auto& known = parsed->signatures;
  const bool has_signed =
      std::any_of(known.begin(), known.end(), [&](const EnvelopeSignature& each) {
        return each.key_id == key_id ||
               (each.key_id.empty() && signer.public_key().verifies(message, each.bytes));
      });
  if (has_signed) {
    return Error{ErrorKind::io, "the key " + key_id + " has signed this already"};
  }
  if (entries.size() == kMaxSignatures) {
    return Error{ErrorKind::out_of_range,
                 std::to_string(kMaxSignatures) + " keys have signed this, more are not taken"};
  }
  const auto signature = signed_by(signer, message);
  if (!signature) {
    return signature.error();
  }
  entries.push_back(JsonObject().add("keyid", key_id).add("sig", to_base64(*signature)).take());
  return write_json_line(JsonObject()
                             .add("payload", to_base64(parsed->payload))
                             .add("payloadType", parsed->payload_type)
                             .add("signatures", JsonValue(std::move(entries)))
                             .take());
}

}  // namespace rackproof::seal
