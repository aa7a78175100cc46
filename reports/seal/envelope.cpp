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

/// An envelope is an object, an array and an object: four levels leave no room for tricks.
constexpr JsonLimits kLimits{.bytes = std::size_t{128} << 20, .depth = 4};
constexpr std::string_view kKeyIdPrefix = "SHA256:";
constexpr std::size_t kKeyIdLength = 7 + 43;  // 32 bytes in base64 without padding

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

/// Done when `value` is an object with exactly `names`, in any order.
template <std::size_t N>
Result<void> require_members(const JsonValue& value, std::string_view what,
                             const std::array<std::string_view, N>& names) {
  const auto* members = value.if_object();
  if (members == nullptr) {
    return malformed(std::string(what) + ": expected an object, got " + std::string(value.kind()));
  }
  for (const auto& member : *members) {
    if (std::find(names.begin(), names.end(), member.name) == names.end()) {
      return malformed(std::string(what) + ": unknown member '" + printable(member.name, 40) + "'");
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
  auto bytes = from_base64(*text);
  if (!bytes) {
    return std::move(bytes).error().during(name);
  }
  return bytes;
}

bool is_key_id(std::string_view text) {
  const auto is_digit = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
  };
  return text.size() == kKeyIdLength && text.starts_with(kKeyIdPrefix) &&
         std::all_of(text.begin() + kKeyIdPrefix.size(), text.end(), is_digit);
}

Result<void> read_signature(const JsonValue& entry, Envelope& envelope) {
  constexpr std::array<std::string_view, 2> kMembers{"keyid", "sig"};
  if (auto shape = require_members(entry, "signatures[0]", kMembers); !shape) {
    return shape;
  }
  auto key_id = text_of(entry, "keyid");
  auto signature = bytes_of(entry, "sig");
  if (!key_id || !is_key_id(*key_id)) {
    return malformed("keyid: expected an OpenSSH fingerprint, SHA256:...");
  }
  if (!signature) {
    return std::move(signature).error();
  }
  if (signature->size() != kSignatureBytes) {
    return malformed("sig: " + std::to_string(signature->size()) +
                     " bytes, an Ed25519 signature has 64");
  }
  envelope.key_id = std::move(*key_id);
  envelope.signature = std::move(*signature);
  return {};
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
  auto type = text_of(*document, "payloadType");
  auto payload = bytes_of(*document, "payload");
  for (const auto* failed : {&type, &payload}) {
    if (!*failed) {
      return failed->error();
    }
  }
  const auto* signatures = document->find("signatures")->if_array();
  if (signatures == nullptr || signatures->size() != 1) {
    return malformed("signatures: expected an array of exactly one");
  }
  Envelope envelope{std::move(*type), std::move(*payload), {}, {}};
  if (const auto read = read_signature(signatures->front(), envelope); !read) {
    return read.error();
  }
  return envelope;
}

Result<std::string> seal(std::string_view payload, const PrivateKey& key) {
  auto signature = key.sign(pre_authentication(kPayloadType, payload));
  if (!signature) {
    return signature;
  }
  auto entry =
      JsonObject().add("keyid", key.public_key().key_id()).add("sig", to_base64(*signature)).take();
  return write_json_line(JsonObject()
                             .add("payload", to_base64(payload))
                             .add("payloadType", kPayloadType)
                             .add("signatures", JsonArray().add(std::move(entry)).take())
                             .take());
}

Result<Opened> open(std::string_view envelope, const Trust& trust, Role role) {
  auto parsed = parse_envelope(envelope);
  if (!parsed) {
    return Error{ErrorKind::untrusted, "not an envelope of ours: " + parsed.error().message};
  }
  const auto signed_bytes = pre_authentication(parsed->payload_type, parsed->payload);
  const auto keys = trust.keys_for(role);
  const auto signer = std::find_if(keys.begin(), keys.end(), [&](const PublicKey& key) {
    return key.verifies(signed_bytes, parsed->signature);
  });
  if (signer == keys.end()) {
    return Error{ErrorKind::untrusted,
                 "no key that is trusted as " + std::string(word_of(kRoles, role)) +
                     " signed these bytes (the envelope names " + parsed->key_id + ")"};
  }
  if (parsed->key_id != signer->key_id()) {
    return Error{ErrorKind::untrusted,
                 "signed by " + signer->key_id() + " but the envelope names " + parsed->key_id};
  }
  if (parsed->payload_type != kPayloadType) {
    return Error{ErrorKind::untrusted,
                 "payloadType '" + printable(parsed->payload_type, 60) + "' is not ours"};
  }
  return Opened{std::move(parsed->payload), *signer};
}

}  // namespace rackproof::seal
