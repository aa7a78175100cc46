#include <algorithm>
#include <utility>

#include "reports/seal/envelope.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

/// What one signature of an envelope is worth to somebody who trusts `trusted`.
class Weighing {
 public:
  Weighing(const std::vector<TrustedKey>& trusted, Role role, std::string signed_bytes)
      : trusted_(trusted), role_(role), signed_bytes_(std::move(signed_bytes)) {
    for (const auto& entry : trusted_) {
      ids_.push_back(entry.key.key_id());
    }
  }

  /// Of the keys that a signature may be by, those that it is by; one that is by none of them is
  /// passed over, whatever it claims.
  void weigh(const EnvelopeSignature& signature, std::size_t index, Opened& opened) const {
    const auto before = opened.signatures.size();
    bool named = false;
    std::string failed;
    for (std::size_t i = 0; i < trusted_.size(); ++i) {
      if (!signature.key_id.empty() && ids_[i] != signature.key_id) {
        continue;  // a fingerprint is of one key: the others need not be tried
      }
      named = true;
      if (!trusted_[i].may_sign_as(role_)) {
        continue;
      }
      if (const auto checked = check(trusted_[i].key, signature.bytes); checked) {
        opened.signatures.push_back({trusted_[i], index, signature.bytes});
      } else {
        failed = checked.error().message;
      }
    }
    if (opened.signatures.size() == before) {
      opened.passed_over.push_back(why_not(signature, index, named, failed));
    }
  }

 private:
  [[nodiscard]] Result<void> check(const PublicKey& key, const std::string& signature) const {
    if (signature.size() < kMinSignatureBytes || signature.size() > kMaxSignatureBytes) {
      return Error{ErrorKind::malformed, "sig: " + std::to_string(signature.size()) +
                                             " bytes, no signature of such a key has so many"};
    }
    return key.check(signed_bytes_, signature);
  }
  [[nodiscard]] std::string why_not(const EnvelopeSignature& signature, std::size_t index,
                                    bool named, const std::string& failed) const {
    if (signature.key_id.empty()) {
      return "signature " + std::to_string(index + 1) +
             ", which names no key, is by nobody who is trusted as " +
             std::string(word_of(kRoles, role_));
    }
    if (!named) {
      return signature.key_id + " is nobody who is trusted";
    }
    return failed.empty()
               ? signature.key_id + " is trusted, but not as " + std::string(word_of(kRoles, role_))
               : "the signature under " + signature.key_id +
                     " is not by that key over these bytes: " + failed;
  }

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

std::size_t distinct_keys(const std::vector<SignedBy>& signatures) {
  std::size_t count = 0;
  for (auto each = signatures.begin(); each != signatures.end(); ++each) {
    const auto same = [&each](const SignedBy& other) { return other.who.key == each->who.key; };
    count += std::none_of(signatures.begin(), each, same) ? 1U : 0U;
  }
  return count;
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
    weighing.weigh(parsed->signatures[i], i, opened);
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
