#include "reports/attestation_answer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reports/attestation_nonce.h"
#include "reports/bundle.h"
#include "reports/seal/gpu_report.h"
#include "reports/seal/tpm_quote.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

using Told = std::vector<Attestation>;

Error untrusted(const std::string& member, const std::string& why) {
  return {ErrorKind::untrusted, printable(member) + ": " + why};
}

/// Endings that the members of one kind have.
std::vector<std::string_view> endings_of(AttestationKind kind) {
  switch (kind) {
    case AttestationKind::tpm2_quote:
      return {kQuoteMember, kSignatureMember, kPcrsMember, kPublicKeyMember};
    case AttestationKind::nvidia_spdm:
      return {kReportMember, kCertificatesMember};
    default:
      return {};
  }
}

/// "attestations/tpm" of "attestations/tpm.quote"; "" where the ending is none of its kind.
std::string stem_of(const Attestation& told) {
  for (const auto ending : endings_of(told.kind)) {
    if (told.member.ends_with(ending)) {
      return told.member.substr(0, told.member.size() - ending.size());
    }
  }
  return "";
}

/// One answer: a quote with what goes with it, or a report with its certificates.
class Judging {
 public:
  Judging(const Loaded& loaded, const TrustPolicy& trust, const Occasion& occasion)
      : loaded_(loaded),
        trust_(trust),
        occasion_(occasion),
        nonce_(attestation_nonce(loaded.run_record.record,
                                 loaded.bundle.members.at(bundle::kInventory).sha256)) {}

  Result<AttestationsFound> all() {
    for (const auto& told : loaded_.run_record.record.attestations) {
      auto judged = one(told);
      if (!judged) {
        return std::move(judged).error();
      }
    }
    return std::move(found_);
  }

 private:
  Result<void> one(const Attestation& told) {
    if (endings_of(told.kind).empty()) {
      found_.sentences.push_back(printable(told.member) + ": kept, and not looked at here");
      return {};
    }
    const auto stem = stem_of(told);
    if (stem.empty()) {
      return untrusted(told.member, "no part of an answer of this kind has such a name");
    }
    if (told.nonce != to_hex(nonce_)) {
      return untrusted(told.member, "the run record tells another nonce than that of this run");
    }
    if (auto whole = check_whole(told, stem); !whole) {
      return whole;
    }
    if (told.member.ends_with(kQuoteMember)) {
      return quote(told, stem);
    }
    return told.member.ends_with(kReportMember) ? report(told) : Result<void>();
  }

  /// All members of the answer are told, as of one device.
  [[nodiscard]] Result<void> check_whole(const Attestation& told, const std::string& stem) const {
    const auto& all = loaded_.run_record.record.attestations;
    for (const auto ending : endings_of(told.kind)) {
      const auto fits = [&](const Attestation& each) {
        return each.kind == told.kind && each.device == told.device &&
               each.member == stem + std::string(ending);
      };
      if (std::none_of(all.begin(), all.end(), fits)) {
        return untrusted(told.member, "without the " + std::string(ending) + " that goes with it");
      }
    }
    return {};
  }

  [[nodiscard]] std::string_view bytes(const std::string& member) const {
    const auto bytes = loaded_.bundle.bytes(member);
    return bytes ? *bytes : std::string_view();
  }

  Result<void> report(const Attestation& told) {
    if (const auto fits = seal::check_gpu_report(bytes(told.member), nonce_); !fits) {
      return untrusted(told.member, fits.error().message);
    }
    found_.sentences.push_back(printable(told.device) +
                               ": its report was asked for this run; signature, certificates and "
                               "measurements are for NVIDIA's verifier to judge");
    return {};
  }

  Result<void> quote(const Attestation& told, const std::string& stem) {
    const auto part = [&](std::string_view ending) { return bytes(stem + std::string(ending)); };
    const auto checked = seal::check_tpm_quote(
        {part(kQuoteMember), part(kSignatureMember), part(kPcrsMember), part(kPublicKeyMember)},
        nonce_);
    if (!checked) {
      return untrusted(told.member, checked.error().message);
    }
    found_.sentences.push_back("TPM: quote over this run by key " + checked->key.key_id() +
                               whose(checked->key));
    return {};
  }

  /// " ('rack 7')", or why the key counts for nothing here.
  std::string whose(const seal::PublicKey& key) {
    const auto& keys = trust_.signers.keys();
    const auto entry = std::find_if(keys.begin(), keys.end(),
                                    [&key](const auto& each) { return each.key == key; });
    if (entry == keys.end()) {
      return ", a key that nobody here trusts";
    }
    if (const auto may = may_speak(*entry, seal::Role::tpm, occasion_, {}); !may) {
      return ", which " + may.error().message;
    }
    found_.quoted = true;
    return entry->id.empty() ? ", which is trusted" : " ('" + printable(entry->id, 60) + "')";
  }

  const Loaded& loaded_;
  const TrustPolicy& trust_;
  const Occasion& occasion_;
  std::string nonce_;
  AttestationsFound found_;
};

}  // namespace

Result<AttestationsFound> judge_attestations(const Loaded& loaded, const TrustPolicy& trust,
                                             const Occasion& occasion) {
  return Judging(loaded, trust, occasion).all();
}

}  // namespace rackproof
