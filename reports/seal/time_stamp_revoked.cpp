#include "reports/seal/time_stamp_revoked.h"

#include <array>
#include <chrono>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

using BioHandle = CryptoHandle<BIO, BIO_free_all>;
using ReasonHandle = CryptoHandle<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using DateHandle = CryptoHandle<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>;

constexpr std::size_t kPemLimit = std::size_t{1} << 20;
constexpr std::size_t kMostRevocations = 32;

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

/// keyCompromise and its kin void what was signed before, too (RFC 5280 section 5.3.1).
bool voids_the_past(const X509_REVOKED& entry) {
  const ReasonHandle reason(static_cast<ASN1_ENUMERATED*>(
      X509_REVOKED_get_ext_d2i(&entry, NID_crl_reason, nullptr, nullptr)));
  if (!reason) {
    return true;
  }
  switch (ASN1_ENUMERATED_get(reason.get())) {
    case 3:  // affiliationChanged
    case 4:  // superseded
    case 5:  // cessationOfOperation
    case 9:  // privilegeWithdrawn
      return false;
    default:
      return true;
  }
}

bool is_by(const ASN1_TIME* date, UtcTime at) {
  return ASN1_TIME_cmp_time_t(date, seconds_of(at)) <= 0;
}

/// Whether the certificate was revoked by `at`, or in doubt by then (RFC 5280 section 5.3.2).
bool is_doubtful_by(const X509_REVOKED& entry, UtcTime at) {
  const DateHandle doubted(static_cast<ASN1_GENERALIZEDTIME*>(
      X509_REVOKED_get_ext_d2i(&entry, NID_invalidity_date, nullptr, nullptr)));
  return is_by(X509_REVOKED_get0_revocationDate(&entry), at) ||
         (doubted && is_by(doubted.get(), at));
}

/// Whether `list` is a whole, well signed list of the issuer.
Result<void> check_list(X509_CRL& list, X509& issuer) {
  auto* key = X509_get0_pubkey(&issuer);
  const bool good = key != nullptr && is_strong_signature(X509_CRL_get_signature_nid(&list)) &&
                    X509_CRL_verify(&list, key) == 1;
  ERR_clear_error();
  if (!good) {
    return untrusted("a revocation list under the name of " + subject_of(issuer) +
                     " is not signed by it");
  }
  return X509_CRL_get_ext_by_critical(&list, 1, -1) < 0
             ? Result<void>()
             : untrusted("a revocation list of " + subject_of(issuer) +
                         " has a critical extension that is not known");
}

Result<void> check_entry(X509_CRL& list, X509& certificate, const Stamping& stamping) {
  X509_REVOKED* entry = nullptr;
  if (X509_CRL_get0_by_cert(&list, &entry, &certificate) == 0) {
    return {};
  }
  const auto revoked = "the certificate of " + subject_of(certificate) + " was revoked";
  if (is_by(X509_REVOKED_get0_revocationDate(entry), stamping.at)) {
    return untrusted(revoked + " before it stamped");
  }
  if (!voids_the_past(*entry)) {
    return {};
  }
  if (!stamping.renewed) {
    return untrusted(revoked + ", for a reason that voids earlier stamps");
  }
  return is_doubtful_by(*entry, *stamping.renewed)
             ? untrusted(revoked +
                         ", for a reason that voids earlier stamps, before one renewed them")
             : Result<void>();
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

Result<void> check_revoked(const Issued& issued, const std::vector<RevocationHandle>& lists,
                           const Stamping& stamping, bool must_show) {
  const auto vouched_until = seconds_of(stamping.renewed.value_or(stamping.at));
  bool heard = false;
  bool covered = false;
  for (const auto& list : lists) {
    if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_subject_name(&issued.issuer)) !=
        0) {
      continue;
    }
    auto good = check_list(*list, issued.issuer);
    if (good) {
      good = check_entry(*list, issued.certificate, stamping);
    }
    if (!good) {
      return good;
    }
    heard = true;
    const auto* until = X509_CRL_get0_nextUpdate(list.get());
    covered = covered || until == nullptr || ASN1_TIME_cmp_time_t(until, vouched_until) >= 0;
  }
  if (heard ? covered : !must_show) {
    return {};
  }
  return untrusted((heard ? "every revocation list is stale for " : "no revocation list covers ") +
                   subject_of(issued.certificate));
}

Result<std::vector<RevocationHandle>> read_revocations(std::string_view pem) {
  std::vector<RevocationHandle> lists;
  if (pem.empty()) {
    return lists;
  }
  const BioHandle reader(pem.size() <= kPemLimit
                             ? BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))
                             : nullptr);
  while (reader && lists.size() <= kMostRevocations) {
    RevocationHandle list(PEM_read_bio_X509_CRL(reader.get(), nullptr, nullptr, nullptr));
    if (!list) {
      break;
    }
    lists.push_back(std::move(list));
  }
  const auto last = ERR_peek_last_error();
  const bool at_end =
      ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  return at_end && !lists.empty() && lists.size() <= kMostRevocations
             ? Result<std::vector<RevocationHandle>>(std::move(lists))
             : Error{ErrorKind::malformed,
                     "revocations: 1 to 32 blocks X509 CRL in PEM are expected"};
}

}  // namespace rackproof::seal
