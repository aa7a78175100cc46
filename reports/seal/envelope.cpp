#include "reports/seal/envelope.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

namespace rackproof::seal {
namespace {

/// An envelope is an object, an array and an object: four levels. The others, and all but 4 + 3 a
/// signature of the values, are for members that nobody here knows.
constexpr JsonLimits kLimits{.bytes = std::size_t{128} << 20, .depth = 16, .values = 512};
/// Of one that is not ours; those of post-quantum schemes have up to 50,000 bytes (SLH-DSA).
constexpr std::size_t kForeignSignatureBytes = std::size_t{64} << 10;
constexpr std::string_view kKeyIdPrefix = "SHA256:";
constexpr std::size_t kKeyIdLength = 7 + 43;  // 32 bytes in base64 without padding
constexpr std::size_t kForeignKeyIdLength = 128;

/// Members nobody knows are passed over (DSSE 1.0.2, protocol.md), but for those that other formats
/// have for what must come from the verifier: keys, certificates and algorithms. Who finds one is
/// to be told that it decides nothing here, and not to believe that it was looked at.
constexpr std::array<std::string_view, 18> kNeverInside{
    "alg", "algorithm", "cert",       "certificate", "certificates", "certs",
    "crv", "extension", "jku",        "jwk",         "jwks",         "key",
    "kid", "publicKey", "public_key", "pubkey",      "x5c",          "x5u"};

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

/// Whether a document that was read as one object is that object and nothing else, but for one line
/// feed that ends it.
bool is_bare(std::string_view bytes) {
  return bytes.starts_with('{') && (bytes.ends_with('}') || bytes.ends_with("}\n"));
}

/// Done when `value` is an object that has `names`, and nothing that an envelope must not bring.
template <std::size_t N>
Result<void> require_members(const JsonValue& value, std::string_view what,
                             const std::array<std::string_view, N>& names) {
  const auto* members = value.if_object();
  if (members == nullptr) {
    return malformed(std::string(what) + ": expected an object, got " + std::string(value.kind()));
  }
  for (const auto& member : *members) {
    if (std::find(kNeverInside.begin(), kNeverInside.end(), member.name) != kNeverInside.end()) {
      return malformed(std::string(what) + ": member '" + member.name +
                       "': keys, certificates and algorithms are the verifier's to say");
    }
  }
  for (const auto name : names) {
    if (value.find(name) == nullptr) {
      return malformed(std::string(what) + ": no member '" + std::string(name) + "'");
    }
  }
  return {};
}

Result<std::string> text_of(const JsonValue& value, std::string_view name) {
  const auto* member = value.find(name);
  const auto* text = member != nullptr ? member->if_string() : nullptr;
  if (text == nullptr) {
    return malformed(std::string(name) + ": expected a string");
  }
  return *text;
}

Result<std::string> bytes_of(const JsonValue& value, std::string_view name) {
  auto text = text_of(value, name);
  if (!text) {
    return text;
  }
  auto bytes = from_either_base64(*text);
  if (!bytes) {
    return std::move(bytes).error().during(name);
  }
  return bytes;
}

bool is_letter_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_fingerprint(std::string_view text) {
  return text.size() == kKeyIdLength && text.starts_with(kKeyIdPrefix) &&
         std::all_of(text.begin() + kKeyIdPrefix.size(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '+' || c == '/'; });
}

/// A name that others give to their keys: nothing that anybody could follow, as a path or a URL.
bool is_foreign_key_id(std::string_view text) {
  return text.size() <= kForeignKeyIdLength && std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || c == ':' || c == '-' || c == '_' || c == '=' || c == '+';
         });
}

/// "" where none is given: unset equals empty.
Result<std::string> key_id_of(const JsonValue& entry) {
  if (entry.find("keyid") == nullptr) {
    return std::string();
  }
  auto key_id = text_of(entry, "keyid");
  if (key_id && !is_fingerprint(*key_id) && !is_foreign_key_id(*key_id)) {
    return malformed("keyid: neither an OpenSSH fingerprint, SHA256:..., nor another plain name");
  }
  return key_id;
}

Result<EnvelopeSignature> read_signature(const JsonValue& entry, const std::string& where) {
  constexpr std::array<std::string_view, 1> kMembers{"sig"};
  if (const auto shape = require_members(entry, where, kMembers); !shape) {
    return shape.error();
  }
  auto key_id = key_id_of(entry);
  auto signature = bytes_of(entry, "sig");
  if (!key_id) {
    return std::move(key_id).error().during(where);
  }
  if (!signature) {
    return std::move(signature).error().during(where);
  }
  if (signature->size() > kForeignSignatureBytes) {
    return malformed(where + ": sig: " + std::to_string(signature->size()) +
                     " bytes, no signature has so many");
  }
  return EnvelopeSignature{std::move(*key_id), std::move(*signature)};
}

Result<std::vector<EnvelopeSignature>> read_signatures(const JsonValue& document) {
  const auto* entries = document.find("signatures")->if_array();
  if (entries == nullptr || entries->empty() || entries->size() > kMaxSignatures) {
    return malformed("signatures: expected an array of 1 to " + std::to_string(kMaxSignatures));
  }
  std::vector<EnvelopeSignature> signatures;
  for (const auto& entry : *entries) {
    auto one = read_signature(entry, "signatures[" + std::to_string(signatures.size()) + "]");
    if (!one) {
      return std::move(one).error();
    }
    signatures.push_back(std::move(*one));
  }
  return signatures;
}

}  // namespace

std::string pre_authentication(std::string_view type, std::string_view body) {
  std::string bytes = "DSSEv1 ";
  bytes += std::to_string(type.size()) + " ";
  bytes += type;
  bytes += " " + std::to_string(body.size()) + " ";
  bytes += body;
  return bytes;
}

Result<Envelope> parse_envelope(std::string_view bytes) {
  constexpr std::array<std::string_view, 3> kMembers{"payload", "payloadType", "signatures"};
  const auto document = parse_strict_json(bytes, kLimits);
  if (!document) {
    return document.error();
  }
  if (const auto shape = require_members(*document, "envelope", kMembers); !shape) {
    return shape.error();
  }
  if (!is_bare(bytes)) {
    return malformed("envelope: white space around the object; one line feed may end it");
  }
  auto type = text_of(*document, "payloadType");
  auto payload = bytes_of(*document, "payload");
  for (const auto* failed : {&type, &payload}) {
    if (!*failed) {
      return failed->error();
    }
  }
  auto signatures = read_signatures(*document);
  if (!signatures) {
    return std::move(signatures).error();
  }
  return Envelope{std::move(*type), std::move(*payload), std::move(*signatures)};
}

std::string Envelope::key_ids() const {
  std::string all;
  for (const auto& signature : signatures) {
    all += (all.empty() ? "" : ", ") +
           (signature.key_id.empty() ? std::string("a key without a name") : signature.key_id);
  }
  return all;
}

Result<std::string> seal(std::string_view payload, const Signer& signer) {
  auto signature = signed_by(signer, pre_authentication(kPayloadType, payload));
  if (!signature) {
    return signature;
  }
  auto entry = JsonObject()
                   .add("keyid", signer.public_key().key_id())
                   .add("sig", to_base64(*signature))
                   .take();
  return write_json_line(JsonObject()
                             .add("payload", to_base64(payload))
                             .add("payloadType", kPayloadType)
                             .add("signatures", JsonArray().add(std::move(entry)).take())
                             .take());
}

}  // namespace rackproof::seal
