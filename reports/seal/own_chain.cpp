#include "reports/seal/own_chain.h"

#include <algorithm>
#include <chrono>

#include <openssl/err.h>

#include "reports/seal/authority.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/revocation.h"
#include "reports/seal/x509_words.h"

namespace rackproof::seal {
namespace {

constexpr auto kClockTolerance = std::chrono::minutes(5);

Error refused(const Certificate& certificate, const std::string& why) {
  return {ErrorKind::untrusted, "certificate " + describe(certificate) + ": " + why};
}

std::string list_words(const RevocationList& list) {
  return "revocation list " + std::to_string(list.number) + " of " + list.issuer;
}

/// Whether the key of `issuer` made the signature in `certificate`, which names it.
bool has_issued(const Certificate& issuer, const Certificate& certificate) {
  const auto above = x509_of(issuer.der);
  const auto below = x509_of(certificate.der);
  auto* const key = above ? X509_get0_pubkey(above.get()) : nullptr;
  const bool issued = key != nullptr && below &&
                      X509_check_issued(above.get(), below.get()) == X509_V_OK &&
                      X509_verify(below.get(), key) == 1;
  ERR_clear_error();
  return issued;
}

Result<void> check_window(const Certificate& certificate, UtcTime time, const std::string& which) {
  if (certificate.not_before <= time && time <= certificate.not_after) {
    return {};
  }
  return refused(certificate, "valid from " + format_utc(certificate.not_before) + " to " +
                                  format_utc(certificate.not_after) + ", not at " + which + " " +
                                  format_utc(time));
}

/// Every name is good for some verifier who lists it: a site's cannot be told apart from here.
Result<void> check_names(const Certificate& leaf, const DutSerials& dut) {
  Authority anybody;
  anybody.names = {std::string(kNamePrefix) + "*"};
  return check_binding(leaf, anybody, dut);
}

Result<void> check_first(const Certificate& leaf, const OwnQuestion& question) {
  if (!leaf.key || !(*leaf.key == question.key)) {
    return refused(leaf, "is of " + (leaf.key ? "the key " + leaf.key->key_id() : leaf.key_kind) +
                             ", and the key to sign with is " + question.key.key_id() +
                             "; its own certificate stands first");
  }
  if (auto fits = check_leaf(leaf, question.role); !fits) {
    return fits;
  }
  if (question.claimed != nullptr) {
    if (auto then = check_window(leaf, *question.claimed, "the time of the statement,"); !then) {
      return then;
    }
  }
  return question.dut == nullptr ? Result<void>() : check_names(leaf, *question.dut);
}

bool has_issued_one_of(std::span<const Certificate> before, const Certificate& issuer) {
  return std::any_of(before.begin(), before.end(), [&issuer](const Certificate& certificate) {
    return has_issued(issuer, certificate);
  });
}

/// Lists by which nothing can be found out any more, and two truths of one number.
Result<void> check_usable(std::span<const RevocationList> lists, UtcTime now) {
  for (const auto& list : lists) {
    if (list.this_update > now + kClockTolerance) {
      return Error{ErrorKind::untrusted,
                   list_words(list) + ": issued in the future, at " + format_utc(list.this_update)};
    }
    if (list.next_update <= now) {
      return Error{ErrorKind::untrusted, list_words(list) + ": stale, it held until " +
                                             format_utc(list.next_update) +
                                             "; have its issuer make a new one"};
    }
    const auto rival = [&list](const RevocationList& other) { return are_rivals(list, other); };
    if (std::any_of(lists.begin(), lists.end(), rival)) {
      return Error{ErrorKind::untrusted, list_words(list) + ": two different lists of one number"};
    }
  }
  return {};
}

/// By lists whose issuer is not at hand, a pinned root as a rule: what they say, unproven.
Result<std::string> judge_by_name(const Certificate& certificate,
                                  std::span<const RevocationList> lists) {
  bool known = false;
  for (const auto& list : lists) {
    if (list.issuer != certificate.issuer) {
      continue;
    }
    known = true;
    const bool revoked = std::any_of(
        list.revoked.begin(), list.revoked.end(),
        [&certificate](const Revoked& entry) { return entry.serial == certificate.serial; });
    if (revoked) {
      return refused(certificate, "revoked by " + list_words(list));
    }
  }
  return known ? std::string()
               : "certificate " + describe(certificate) + ": no revocation list of " +
                     certificate.issuer + " goes with it";
}

Result<std::string> judge_one(const Certificate& certificate, std::span<const RevocationList> lists,
                              std::span<const Certificate> chain, UtcTime now) {
  for (const auto& issuer : chain) {
    if (has_issued(issuer, certificate)) {
      return judge_revocation(certificate, issuer, lists,
                              {.demand = RevocationDemand::if_present, .floors = {}},
                              {.proven = {}, .now = now});
    }
  }
  return judge_by_name(certificate, lists);
}

}  // namespace

Result<void> check_own_chain(std::span<const Certificate> chain, const OwnQuestion& question) {
  if (chain.empty()) {
    return Error{ErrorKind::untrusted, "no certificate"};
  }
  if (auto first = check_first(chain.front(), question); !first) {
    return first;
  }
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i > 0 && !has_issued_one_of(chain.first(i), chain[i])) {
      return refused(chain[i],
                     "issued none of those before it; the key's own certificate stands "
                     "first, then its issuer, then the issuer of that");
    }
    auto done = check_strength(chain[i]);
    if (done) {
      done = check_window(chain[i], question.now, "this moment,");
    }
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<std::vector<std::string>> check_own_lists(std::span<const RevocationList> lists,
                                                 std::span<const Certificate> chain, UtcTime now) {
  if (auto usable = check_usable(lists, now); !usable) {
    return std::move(usable).error();
  }
  std::vector<std::string> told;
  for (const auto& certificate : chain) {
    if (certificate.is_own_issuer) {
      continue;  // a root, whose list would be its own
    }
    auto note = judge_one(certificate, lists, chain, now);
    if (!note) {
      return std::move(note).error();
    }
    if (!note->empty()) {
      told.push_back(*std::move(note));
    }
  }
  for (const auto& list : lists) {
    const auto concerns = [&list](const Certificate& each) { return each.issuer == list.issuer; };
    if (std::none_of(chain.begin(), chain.end(), concerns)) {
      told.push_back(list_words(list) + ": of no issuer of these certificates");
    }
  }
  return told;
}

}  // namespace rackproof::seal
