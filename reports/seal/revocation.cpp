#include "reports/seal/revocation.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace rackproof::seal {
namespace {

constexpr auto kClockTolerance = std::chrono::minutes(5);

/// Reasons after which nothing that the key signed can be believed by its own word.
constexpr std::array kCompromised{RevocationReason::unspecified, RevocationReason::key_compromise,
                                  RevocationReason::ca_compromise, RevocationReason::aa_compromise};

Error refused(const Certificate& certificate, const std::string& why) {
  return {ErrorKind::untrusted, "certificate " + describe(certificate) + ": " + why};
}

std::string list_words(const RevocationList& list) {
  return "revocation list " + std::to_string(list.number) + " of " + list.issuer;
}

/// Whose lists there are instead of one of `issuer`.
std::string issuers_of(std::span<const RevocationList> lists, const Certificate& issuer) {
  std::string names;
  for (const auto& list : lists) {
    names += (names.empty() ? "" : "; ") + list.issuer +
             (list.issuer == issuer.subject ? " by another key" : "");
  }
  return names;
}

/// Null when there is none of `issuer`. A list in its name that it did not sign is an attack or a
/// mistake, and is never passed over.
Result<const RevocationList*> newest_of(const Certificate& issuer,
                                        std::span<const RevocationList> lists) {
  const RevocationList* newest = nullptr;
  for (const auto& list : lists) {
    if (!is_list_of(list, issuer)) {
      continue;
    }
    if (!is_signed_by(list, issuer)) {
      return Error{ErrorKind::untrusted, list_words(list) + ": not signed by " + describe(issuer)};
    }
    if (!issuer.may_sign_lists) {  // RFC 5280 section 6.3.3 (f)
      return refused(issuer,
                     "signed " + list_words(list) + ", and its key usage does not say cRLSign");
    }
    if (newest != nullptr && newest->number == list.number && newest->der != list.der) {
      return Error{ErrorKind::untrusted, list_words(list) + ": two different lists of one number"};
    }
    if (newest == nullptr || list.number > newest->number) {
      newest = &list;
    }
  }
  return newest;
}

/// A list may spell the name of `issuer` otherwise than its certificate does (RFC 5280
/// section 7.1): a floor is for both.
Result<void> check_list(const RevocationList& list, const Certificate& issuer,
                        const RevocationPolicy& policy, const JudgingTime& time) {
  for (const auto& floor : policy.floors) {
    const bool asked = floor.issuer == list.issuer || floor.issuer == issuer.subject;
    if (asked && list.number < floor.number) {
      return Error{ErrorKind::untrusted, list_words(list) + ": older than list " +
                                             std::to_string(floor.number) +
                                             ", which the trust file asks for at least"};
    }
  }
  if (list.this_update > time.now + kClockTolerance) {
    return Error{ErrorKind::untrusted,
                 list_words(list) + ": issued in the future, at " + format_utc(list.this_update)};
  }
  if (list.next_update <= time.at()) {
    return Error{ErrorKind::untrusted, list_words(list) + ": stale, it held until " +
                                           format_utc(list.next_update) + "; judged at " +
                                           time.words()};
  }
  return {};
}

std::string revoked_words(const Revoked& entry) {
  auto words = "revoked at " + format_utc(entry.at) + " (" +
               std::string(word_of(kRevocationReasons, entry.reason)) + ")";
  if (entry.invalid_since) {
    words += ", in doubt since " + format_utc(*entry.invalid_since);
  }
  return words;
}

/// What one entry means for `certificate`: what is to be told, or why it is refused.
Result<std::string> judge_entry(const Certificate& certificate, const Revoked& entry,
                                const JudgingTime& time) {
  const auto words = revoked_words(entry);
  const bool compromised =
      std::find(kCompromised.begin(), kCompromised.end(), entry.reason) != kCompromised.end();
  if (compromised && certificate.is_authority) {
    return refused(certificate, words + "; no stamp says when it issued a certificate");
  }
  const auto since = std::min(entry.at, entry.invalid_since.value_or(entry.at));
  if (compromised && !time.proven) {
    return refused(certificate, words + "; no stamp proves the signature to be older");
  }
  const auto from = compromised ? since : entry.at;
  if (time.at() >= from) {
    return refused(certificate, words + "; judged at " + time.words());
  }
  return "certificate " + describe(certificate) + ": " + words + ", after the signature";
}

}  // namespace

std::string JudgingTime::words() const {
  return proven ? format_utc(*proven) + ", proven by a stamp"
                : format_utc(now) + ", now, because no stamp proves another time";
}

Result<std::string> judge_revocation(const Certificate& certificate, const Certificate& issuer,
                                     std::span<const RevocationList> lists,
                                     const RevocationPolicy& policy, const JudgingTime& time) {
  const auto newest = newest_of(issuer, lists);
  if (!newest) {
    return newest.error();
  }
  if (*newest == nullptr) {
    const auto none =
        "no revocation list of " + issuer.subject +
        (lists.empty() ? "" : " (there are lists of " + issuers_of(lists, issuer) + ")");
    if (policy.demand == RevocationDemand::required) {
      return refused(certificate, none + ", and the trust file requires one");
    }
    return "certificate " + describe(certificate) + ": " + none + "; not known whether revoked";
  }
  if (auto usable = check_list(**newest, issuer, policy, time); !usable) {
    return std::move(usable).error();
  }
  std::string told;
  for (const auto& entry : (*newest)->revoked) {
    if (entry.serial != certificate.serial) {
      continue;
    }
    auto judged = judge_entry(certificate, entry, time);
    if (!judged) {
      return judged;
    }
    told = *std::move(judged);
  }
  return told;
}

}  // namespace rackproof::seal
