#include "reports/seal/time_stamp_chain.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "reports/seal/time_stamp_issuers.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

using BioHandle = CryptoHandle<BIO, BIO_free_all>;
using StoreHandle = CryptoHandle<X509_STORE, X509_STORE_free>;
using ContextHandle = CryptoHandle<X509_STORE_CTX, X509_STORE_CTX_free>;
using UsageHandle = CryptoHandle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using ReasonHandle = CryptoHandle<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;

constexpr std::size_t kPemLimit = std::size_t{1} << 20;
constexpr std::size_t kMostRevocations = 32;
/// 112 bits: RSA from 2048 bits, curves from 224 bits, no SHA-1 (SSL_CTX_set_security_level(3)).
constexpr int kSecurityLevel = 2;
constexpr int kSecurityBits = 112;
constexpr int kMostIntermediates = 8;

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}
Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

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

BioHandle reader_of(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// The digest that a signature algorithm uses is SHA-256 or better (Ed25519 has its own).
bool is_strong_signature(int algorithm) {
  int digest = NID_undef;
  int key = NID_undef;
  if (OBJ_find_sigid_algs(algorithm, &digest, &key) != 1) {
    return false;
  }
  return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512 ||
         (digest == NID_undef && (key == NID_ED25519 || key == NID_ED448));
}

/// timeStamping alone, critical (RFC 3161 section 2.3), and not a certificate that issues others.
Result<void> check_purpose(X509& signer) {
  int critical = -1;
  const UsageHandle usage(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(&signer, NID_ext_key_usage, &critical, nullptr)));
  const auto whose = "the certificate that signed (" + subject_of(signer) + ")";
  if (!usage) {
    return untrusted(whose + " has not the extended key usage timeStamping");
  }
  const int count = sk_ASN1_OBJECT_num(usage.get());
  bool stamps = false;
  for (int i = 0; i < count; ++i) {
    stamps = stamps || OBJ_obj2nid(sk_ASN1_OBJECT_value(usage.get(), i)) == NID_time_stamp;
  }
  if (!stamps) {
    return untrusted(whose + " has not the extended key usage timeStamping");
  }
  if (count != 1 || critical != 1) {
    return untrusted(whose + " has the extended key usage timeStamping, but not " +
                     (count != 1 ? "alone" : "critical"));
  }
  return (X509_get_extension_flags(&signer) & EXFLAG_CA) == 0 ? Result<void>()
                                                              : untrusted(whose + " is a CA");
}

/// Path building and every check of libcrypto, under this root and at this time alone: neither
/// /etc/ssl nor the wall clock is asked.
Result<void> prepare(X509_STORE_CTX& context, X509_STORE& store, const Stamping& stamping,
                     X509& root) {
  if (X509_STORE_add_cert(&store, &root) != 1 ||
      X509_STORE_CTX_init(&context, &store, &stamping.signer, stamping.others) != 1 ||
      X509_STORE_CTX_set_purpose(&context, X509_PURPOSE_TIMESTAMP_SIGN) != 1) {
    return Error{ErrorKind::io, "preparing a path failed in libcrypto"};
  }
  auto* terms = X509_STORE_CTX_get0_param(&context);
  X509_VERIFY_PARAM_set_flags(terms, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
  X509_VERIFY_PARAM_set_time(terms, seconds_of(stamping.at));
  X509_VERIFY_PARAM_set_auth_level(terms, kSecurityLevel);
  X509_VERIFY_PARAM_set_depth(terms, kMostIntermediates);
  return {};
}

/// What stood in the way, and at which certificate.
Error no_path(X509_STORE_CTX& context, const Stamping& stamping) {
  const auto* at = X509_STORE_CTX_get_current_cert(&context);
  const X509& whose = at == nullptr ? std::as_const(stamping.signer) : *at;
  return untrusted("no path from the certificate that signed to the trusted root: " +
                   std::string(X509_verify_cert_error_string(X509_STORE_CTX_get_error(&context))) +
                   " (" + subject_of(whose) + ", at " + format_utc(stamping.at) + ")");
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

/// One certificate of a path and who issued it.
struct Issued {
  X509& certificate;
  X509& issuer;
};

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

Result<void> check_entry(X509_CRL& list, X509& certificate, UtcTime at) {
  X509_REVOKED* entry = nullptr;
  if (X509_CRL_get0_by_cert(&list, &entry, &certificate) == 0) {
    return {};
  }
  const bool before =
      ASN1_TIME_cmp_time_t(X509_REVOKED_get0_revocationDate(entry), seconds_of(at)) <= 0;
  if (!before && !voids_the_past(*entry)) {
    return {};
  }
  return untrusted("the certificate of " + subject_of(certificate) + " was revoked" +
                   (before ? " before it stamped" : ", for a reason that voids earlier stamps"));
}

/// Every list that the issuer made is heard; one of them must reach past the stamped time.
Result<void> check_revoked(const Issued& issued, const std::vector<RevocationHandle>& lists,
                           UtcTime at, bool must_show) {
  bool heard = false;
  bool covered = false;
  for (const auto& list : lists) {
    if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_subject_name(&issued.issuer)) !=
        0) {
      continue;
    }
    auto good = check_list(*list, issued.issuer);
    if (good) {
      good = check_entry(*list, issued.certificate, at);
    }
    if (!good) {
      return good;
    }
    heard = true;
    const auto* until = X509_CRL_get0_nextUpdate(list.get());
    covered = covered || until == nullptr || ASN1_TIME_cmp_time_t(until, seconds_of(at)) >= 0;
  }
  if (heard ? covered : !must_show) {
    return {};
  }
  return untrusted((heard ? "every revocation list is stale for " : "no revocation list covers ") +
                   subject_of(issued.certificate));
}

Result<std::vector<RevocationHandle>> all_revocations(std::string_view ours,
                                                      std::string_view others) {
  auto lists = read_revocations(ours);
  auto more = read_revocations(others);
  if (!lists || !more) {
    return !lists ? lists.error() : more.error();
  }
  for (auto& list : *more) {
    lists->push_back(std::move(list));
  }
  return lists;
}

}  // namespace

Result<CertificateHandle> stamping_root(std::string_view pem) {
  if (pem.size() > kPemLimit || pem.find("PRIVATE KEY") != std::string_view::npos) {
    return malformed("a certificate is expected as root, not a private key or a whole store");
  }
  const auto reader = reader_of(pem);
  CertificateHandle root(reader ? PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr)
                                : nullptr);
  const CertificateHandle second(root ? PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr)
                                      : nullptr);
  ERR_clear_error();
  if (!root || second) {
    return malformed("exactly one certificate in PEM is expected as root");
  }
  auto* key = X509_get0_pubkey(root.get());
  if (X509_self_signed(root.get(), 1) != 1) {
    return malformed("root " + subject_of(*root) + " is not signed by itself");
  }
  if (key == nullptr || EVP_PKEY_get_security_bits(key) < kSecurityBits ||
      !is_strong_signature(X509_get_signature_nid(root.get()))) {
    return malformed("root " + subject_of(*root) +
                     " is too weak: RSA of 2048 bits, a curve of 224, and SHA-256 at least");
  }
  return root;
}

Result<std::vector<RevocationHandle>> read_revocations(std::string_view pem) {
  std::vector<RevocationHandle> lists;
  if (pem.empty()) {
    return lists;
  }
  const auto reader = pem.size() <= kPemLimit ? reader_of(pem) : nullptr;
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
             : malformed("revocations: 1 to 32 blocks X509 CRL in PEM are expected");
}

Result<void> check_stamping_chain(const Stamping& stamping, const TimeStamper& stamper,
                                  std::string_view revocations) {
  const auto root = stamping_root(stamper.root);
  const auto lists = all_revocations(stamper.revocations, revocations);
  if (!root || !lists) {
    return !root ? root.error() : lists.error();
  }
  if (auto fit = check_purpose(stamping.signer); !fit) {
    return fit;
  }
  const StoreHandle store(X509_STORE_new());
  const ContextHandle context(X509_STORE_CTX_new());
  if (!store || !context) {
    return Error{ErrorKind::io, "out of memory in libcrypto"};
  }
  if (auto ready = prepare(*context, *store, stamping, **root); !ready) {
    return ready;
  }
  const bool found = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!found) {
    return no_path(*context, stamping);
  }
  auto* path = X509_STORE_CTX_get0_chain(context.get());
  if (auto reaches = check_issuers_may_stamp(*path); !reaches) {
    return reaches;
  }
  for (int i = 0; i + 1 < sk_X509_num(path); ++i) {
    const Issued issued{*sk_X509_value(path, i), *sk_X509_value(path, i + 1)};
    if (auto good = check_revoked(issued, *lists, stamping.at, stamper.must_show_revocation);
        !good) {
      return good;
    }
  }
  return {};
}

}  // namespace rackproof::seal
