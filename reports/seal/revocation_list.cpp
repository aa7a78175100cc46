#include "reports/seal/revocation_list.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "reports/seal/signature_algorithms.h"
#include "reports/seal/strict_der.h"
#include "reports/seal/x509_words.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

/// CRLReason's numbers; 7 is not used, 8 (removeFromCRL) belongs to delta lists.
constexpr std::array kReasonNumbers{0, 1, 2, 3, 4, 5, 6, 9, 10};

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

Result<RevocationReason> reason_of(const X509_REVOKED& entry) {
  int critical = 0;
  const EnumeratedHandle given(static_cast<ASN1_ENUMERATED*>(
      X509_REVOKED_get_ext_d2i(&entry, NID_crl_reason, &critical, nullptr)));
  if (!given) {
    return critical == -1 ? Result<RevocationReason>(RevocationReason::unspecified)
                          : malformed("a reason that cannot be read");
  }
  const auto number = ASN1_ENUMERATED_get(given.get());
  const auto* const found = std::find(kReasonNumbers.begin(), kReasonNumbers.end(), number);
  if (found == kReasonNumbers.end()) {
    return malformed("reason " + std::to_string(number) + ", which a complete list cannot have");
  }
  const auto index = static_cast<std::size_t>(found - kReasonNumbers.begin());
  return kRevocationReasons.at(index).value;
}

/// A critical extension changes what the entry means; we know reason and invalidity date.
bool has_foreign_critical(const X509_REVOKED& entry) {
  for (int i = 0; i < X509_REVOKED_get_ext_count(&entry); ++i) {
    auto* extension = X509_REVOKED_get_ext(&entry, i);
    const int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
    if (X509_EXTENSION_get_critical(extension) != 0 && nid != NID_crl_reason &&
        nid != NID_invalidity_date) {
      return true;
    }
  }
  return false;
}

Result<Revoked> revoked_of(const X509_REVOKED& entry) {
  Revoked revoked;
  revoked.serial = hex_of(*X509_REVOKED_get0_serialNumber(&entry));
  const auto at = time_of(*X509_REVOKED_get0_revocationDate(&entry));
  auto reason = reason_of(entry);
  if (!at || !reason) {
    return at ? std::move(reason).error() : at.error();
  }
  if (has_foreign_critical(entry)) {
    return Error{ErrorKind::unsupported, "a critical extension that is not known here"};
  }
  revoked.at = *at;
  revoked.reason = *reason;
  int critical = 0;
  const TimeHandle since(static_cast<ASN1_GENERALIZEDTIME*>(
      X509_REVOKED_get_ext_d2i(&entry, NID_invalidity_date, &critical, nullptr)));
  if (since) {
    const auto told = time_of(*since);
    if (!told) {
      return told.error();
    }
    revoked.invalid_since = *told;
  } else if (critical != -1) {
    return malformed("an invalidity date that cannot be read");
  }
  return revoked;
}

Result<void> read_entries(X509_CRL& crl, RevocationList& list) {
  auto* const entries = X509_CRL_get_REVOKED(&crl);
  const int count = entries == nullptr ? 0 : sk_X509_REVOKED_num(entries);
  if (static_cast<std::size_t>(count) > kMostRevoked) {
    return Error{ErrorKind::out_of_range, "more than 100000 entries"};
  }
  for (int i = 0; i < count; ++i) {
    auto revoked = revoked_of(*sk_X509_REVOKED_value(entries, i));
    if (!revoked) {
      return std::move(revoked).error().during("entry " + std::to_string(i + 1));
    }
    list.revoked.push_back(*std::move(revoked));
  }
  return {};
}

/// The key that the issuer says it signs with; "" where it says none.
std::string key_identifier(const RevocationList& list) {
  const auto crl = crl_of(list.der);
  const AuthorityKeyHandle named(
      crl ? static_cast<AUTHORITY_KEYID*>(
                X509_CRL_get_ext_d2i(crl.get(), NID_authority_key_identifier, nullptr, nullptr))
          : nullptr);
  return named && named->keyid != nullptr ? octets_of(*named->keyid) : std::string();
}

/// Only plain complete lists: whatever narrows one, or is critical, could make silence of it.
Result<void> check_scope(X509_CRL& crl) {
  for (const int nid : {NID_delta_crl, NID_issuing_distribution_point}) {
    if (X509_CRL_get_ext_by_NID(&crl, nid, -1) >= 0) {
      return Error{ErrorKind::unsupported,
                   "not a complete list: it has the extension " + std::string(OBJ_nid2ln(nid))};
    }
  }
  if (X509_CRL_get_ext_by_critical(&crl, 1, -1) >= 0) {
    return Error{ErrorKind::unsupported, "a critical extension that is not known here"};
  }
  return {};
}

Result<void> read_number(const X509_CRL& crl, RevocationList& list) {
  int critical = 0;
  const IntegerHandle number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(&crl, NID_crl_number, &critical, nullptr)));
  if (!number) {
    return malformed("no list number, by which the newest is known");
  }
  if (ASN1_INTEGER_get_uint64(&list.number, number.get()) != 1 ||
      list.number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return Error{ErrorKind::out_of_range, "a list number below 0 or above 2^63 - 1"};
  }
  return {};
}

Result<void> read_times(const X509_CRL& crl, RevocationList& list) {
  const auto* const until = X509_CRL_get0_nextUpdate(&crl);
  if (until == nullptr) {
    return malformed("says not until when it holds (next update)");
  }
  const auto from = time_of(*X509_CRL_get0_lastUpdate(&crl));
  const auto next = time_of(*until);
  if (!from || !next) {
    return malformed("times that cannot be read");
  }
  list.this_update = *from;
  list.next_update = *next;
  return {};
}

}  // namespace

Result<RevocationList> parse_list(std::string_view der) {
  const auto crl = is_der(der) ? crl_of(der) : nullptr;
  if (!crl) {
    return malformed("not one X.509 revocation list in DER");
  }
  RevocationList list;
  list.der = der;
  list.issuer = words_of(*X509_CRL_get_issuer(crl.get()));
  auto done = check_scope(*crl);
  if (done) {
    done = read_number(*crl, list);
  }
  if (done) {
    done = read_times(*crl, list);
  }
  if (done) {
    done = read_entries(*crl, list);
  }
  if (!done) {
    return std::move(done).error().during("revocation list of " + list.issuer);
  }
  return list;
}

Result<std::vector<RevocationList>> parse_lists(std::string_view pem) {
  const auto blocks = pem_blocks(pem, kListLabel, kListLimits);
  if (!blocks) {
    return blocks.error();
  }
  std::vector<RevocationList> lists;
  for (const auto& der : *blocks) {
    auto list = parse_list(der);
    if (!list) {
      return std::move(list).error();
    }
    lists.push_back(*std::move(list));
  }
  return lists;
}

bool are_rivals(const RevocationList& one, const RevocationList& other) {
  if (one.number != other.number || one.issuer != other.issuer || one.der == other.der) {
    return false;
  }
  const auto left = key_identifier(one);
  const auto right = key_identifier(other);
  return left.empty() || right.empty() || left == right;
}

bool is_list_of(const RevocationList& list, const Certificate& issuer) {
  const auto crl = crl_of(list.der);
  const auto x509 = x509_of(issuer.der);
  return crl && x509 && is_list_of(*crl, *x509);
}

bool is_signed_by(const RevocationList& list, const Certificate& issuer) {
  const auto crl = crl_of(list.der);
  const auto x509 = x509_of(issuer.der);
  if (!crl || !x509 || !is_strong_signature(OBJ_nid2sn(X509_CRL_get_signature_nid(crl.get())))) {
    return false;
  }
  auto* const key = X509_get0_pubkey(x509.get());
  return key != nullptr && X509_CRL_verify(crl.get(), key) == 1;
}

}  // namespace rackproof::seal
