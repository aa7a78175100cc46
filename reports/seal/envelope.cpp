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

/// An envelope is an object, an array and an object: four levels leave no room for tricks. Values:
/// the envelope, its three members, and of each signature itself and two members.
constexpr JsonLimits kLimits{
    .bytes = std::size_t{128} << 20, .depth = 4, .values = 4 + 3 * kMaxSignatures};
constexpr std::string_view kKeyIdPrefix = "SHA256:";
constexpr std::size_t kKeyIdLength = 7 + 43;  // 32 bytes in base64 without padding

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

/// Whether a document that was read as one object is that object and nothing else, but for one line
/// feed that ends it.
bool is_bare(std::string_view bytes) {
  return bytes.starts_with('{') && (bytes.ends_with('}') || bytes.ends_with("}\n"));
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

Result<EnvelopeSignature> read_signature(const JsonValue& entry, const std::string& where) {
  constexpr std::array<std::string_view, 2> kMembers{"keyid", "sig"};
  if (const auto shape = require_members(entry, where, kMembers); !shape) {
    return shape.error();
  }
  auto key_id = text_of(entry, "keyid");
  auto signature = bytes_of(entry, "sig");
  if (!key_id || !is_key_id(*key_id)) {
    return malformed(where + ": keyid: expected an OpenSSH fingerprint, SHA256:...");
  }
  if (!signature) {
    return std::move(signature).error().during(where);
  }
  if (signature->size() < kMinSignatureBytes || signature->size() > kMaxSignatureBytes) {
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
    const auto same = [&one](const EnvelopeSignature& each) { return each.key_id == one->key_id; };
    if (std::any_of(signatures.begin(), signatures.end(), same)) {
      return malformed("signatures: the key id " + one->key_id + " stands twice");
    }
    signatures.push_back(std::move(*one));
  }
  return signatures;
}

/// What one signature of an envelope is worth to somebody who trusts `trusted`.
class Weighing {
 public:
  Weighing(const std::vector<TrustedKey>& trusted, Role role, std::string signed_bytes)
      : trusted_(trusted), role_(role), signed_bytes_(std::move(signed_bytes)) {
    for (const auto& entry : trusted_) {
      ids_.push_back(entry.key.key_id());
    }
  }

  /// Only the key that is named is tried: a fingerprint belongs to one key, and a good signature
  /// under another's name would be refused all the same.
  Result<void> weigh(const EnvelopeSignature& signature, std::size_t index, Opened& opened) const {
    const auto before = opened.signatures.size();
    bool known = false;
    for (std::size_t i = 0; i < trusted_.size(); ++i) {
      if (ids_[i] != signature.key_id) {
        continue;
      }
      known = true;
      if (!trusted_[i].may_sign_as(role_)) {
        continue;
      }
      if (const auto checked = trusted_[i].key.check(signed_bytes_, signature.bytes); !checked) {
        return checked.error().during("the signature under " + signature.key_id +
                                      " is not by that key over these bytes");
      }
      opened.signatures.push_back({trusted_[i], index, signature.bytes});
    }
    if (opened.signatures.size() == before) {
      opened.passed_over.push_back(
          signature.key_id + (known
                                  ? " is trusted, but not as " + std::string(word_of(kRoles, role_))
                                  : std::string(" is nobody who is trusted")));
    }
    return {};
  }

 private:
  const std::vector<TrustedKey>& trusted_;
  Role role_;
  std::string signed_bytes_;
  std::vector<std::string> ids_;
};

Error too_few(const Opened& opened, const Envelope& envelope, Role role, int threshold) {
  const std::string as(word_of(kRoles, role));
  const auto found = distinct_keys(opened.signatures);
  auto text = found == 0
                  ? "no key that is trusted as " + as + " signed these bytes (the envelope names " +
                        envelope.key_ids() + ")"
                  : "signed by " + std::to_string(found) + " of the " + std::to_string(threshold) +
                        " different keys that are needed as " + as;
  for (const auto& sentence : opened.passed_over) {
    text += "; " + sentence;
  }
  return {ErrorKind::untrusted, std::move(text)};
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
    all += (all.empty() ? "" : ", ") + signature.key_id;
  }
  return all;
}

std::size_t distinct_keys(const std::vector<SignedBy>& signatures) {
  std::size_t count = 0;
  for (auto each = signatures.begin(); each != signatures.end(); ++each) {
    const auto same = [&each](const SignedBy& other) { return other.who.key == each->who.key; };
    count += std::none_of(signatures.begin(), each, same) ? 1U : 0U;
  }
  return count;
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

Result<Opened> open(std::string_view envelope, const std::vector<TrustedKey>& trusted, Role role,
                    int threshold) {
  auto parsed = parse_envelope(envelope);
  if (!parsed) {
    return Error{ErrorKind::untrusted, "not an envelope of ours: " + parsed.error().message};
  }
  const Weighing weighing(trusted, role, pre_authentication(parsed->payload_type, parsed->payload));
  Opened opened;
  for (std::size_t i = 0; i < parsed->signatures.size(); ++i) {
    if (const auto weighed = weighing.weigh(parsed->signatures[i], i, opened); !weighed) {
      return weighed.error();
    }
  }
  const auto needed = static_cast<std::size_t>(std::max(threshold, 1));
  if (distinct_keys(opened.signatures) < needed) {
    return too_few(opened, *parsed, role, threshold);
  }
  if (parsed->payload_type != kPayloadType) {
    return Error{ErrorKind::untrusted,
                 "payloadType '" + printable(parsed->payload_type, 60) + "' is not ours"};
  }
  opened.payload = std::move(parsed->payload);
  return opened;
}

Result<Opened> open(std::string_view envelope, const Trust& trust, Role role) {
  return open(envelope, trust.keys(), role, trust.threshold(role));
}

}  // namespace rackproof::seal
