#include "reports/seal/time_stamp_revoked.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "reports/seal/x509_words.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

/// keyCompromise and its kin void what was signed before, too (RFC 5280 section 5.3.1).
bool voids_the_past(RevocationReason reason) {
  switch (reason) {
    case RevocationReason::affiliation_changed:
    case RevocationReason::superseded:
    case RevocationReason::cessation_of_operation:
    case RevocationReason::privilege_withdrawn:
      return false;
    default:
      return true;
  }
}

/// Whether `list` is well signed, by an issuer that may sign lists.
Result<void> check_list(X509_CRL& list, X509& issuer) {
  auto* key = X509_get0_pubkey(&issuer);
  const bool good = key != nullptr && is_strong_signature(X509_CRL_get_signature_nid(&list)) &&
                    X509_CRL_verify(&list, key) == 1;
  ERR_clear_error();
  if (!good) {
    return untrusted("a revocation list under the name of " + subject_of(issuer) +
                     " is not signed by it");
  }
  return (X509_get_key_usage(&issuer) & KU_CRL_SIGN) != 0  // all of them where it says none
             ? Result<void>()
             : untrusted(subject_of(issuer) +
                         " signed a revocation list, and its key usage does not say cRLSign");
}

Result<void> check_entry(const Revoked& entry, const std::string& subject,
                         const Stamping& stamping) {
  const auto revoked = "the certificate of " + subject + " was revoked";
  if (entry.at <= stamping.at) {
    return untrusted(revoked + " before it stamped");
  }
  if (!voids_the_past(entry.reason)) {
    return {};
  }
  if (!stamping.renewed) {
    return untrusted(revoked + ", for a reason that voids earlier stamps");
  }
  const auto doubted = std::min(entry.at, entry.invalid_since.value_or(entry.at));
  return doubted <= *stamping.renewed
             ? untrusted(revoked +
                         ", for a reason that voids earlier stamps, before one renewed them")
             : Result<void>();
}

/// One certificate may stand in a list more than once; the worst that is said of it counts.
Result<void> check_entries(const RevocationList& list, X509& certificate,
                           const Stamping& stamping) {
  const auto serial = hex_of(*X509_get0_serialNumber(&certificate));
  for (const auto& entry : list.revoked) {
    if (entry.serial != serial) {
      continue;
    }
    if (auto good = check_entry(entry, subject_of(certificate), stamping); !good) {
      return good;
    }
  }
  return {};
}

}  // namespace

std::string subject_of(const X509& certificate) {
  std::array<char, 256> text{};
  X509_NAME_oneline(X509_get_subject_name(&certificate), text.data(),
                    static_cast<int>(text.size()));
  return printable(text.data());
}

std::time_t seconds_of(UtcTime time) {
  return std::chrono::system_clock::to_time_t(
      std::chrono::floor<std::chrono::system_clock::duration>(time));
}

bool is_strong_signature(int algorithm) {
  int digest = NID_undef;
  int key = NID_undef;
  if (OBJ_find_sigid_algs(algorithm, &digest, &key) != 1) {
    return false;
  }
  return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512 ||
         (digest == NID_undef && (key == NID_ED25519 || key == NID_ED448));
}

Result<void> check_revoked(const Issued& issued, const std::vector<RevocationList>& lists,
                           const Stamping& stamping, bool must_show) {
  const auto vouched_until = stamping.renewed.value_or(stamping.at);
  bool heard = false;
  bool covered = false;
  for (const auto& list : lists) {
    const auto crl = crl_of(list.der);
    if (!crl || !is_list_of(*crl, issued.issuer)) {
      continue;
    }
    auto good = check_list(*crl, issued.issuer);
    if (good) {
      good = check_entries(list, issued.certificate, stamping);
    }
    if (!good) {
      return good;
    }
    heard = true;
    covered = covered || list.next_update >= vouched_until;
  }
  if (heard ? covered : !must_show) {
    return {};
  }
  return untrusted((heard ? "every revocation list is stale for " : "no revocation list covers ") +
                   subject_of(issued.certificate));
}

Result<std::vector<RevocationList>> read_revocations(std::string_view pem) {
  if (pem.empty()) {
    return std::vector<RevocationList>();
  }
  auto lists = parse_lists(pem);
  return lists ? std::move(lists)
               : Result<std::vector<RevocationList>>(
                     std::move(lists).error().during("revocations (PEM blocks X509 CRL)"));
}

}  // namespace rackproof::seal
