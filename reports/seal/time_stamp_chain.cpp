#include "reports/seal/time_stamp_chain.h"

#include <cstddef>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "reports/seal/time_stamp_issuers.h"
#include "reports/seal/time_stamp_revoked.h"
#include "reports/seal/x509_words.h"

namespace rackproof::seal {
namespace {

using BioHandle = CryptoHandle<BIO, BIO_free_all>;
using StoreHandle = CryptoHandle<X509_STORE, X509_STORE_free>;
using ContextHandle = CryptoHandle<X509_STORE_CTX, X509_STORE_CTX_free>;
using UsageHandle = CryptoHandle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

constexpr std::size_t kPemLimit = std::size_t{1} << 20;
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

BioHandle reader_of(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
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
                     X509& root, UtcTime at) {
  if (X509_STORE_add_cert(&store, &root) != 1 ||
      X509_STORE_CTX_init(&context, &store, &stamping.signer, stamping.others) != 1 ||
      X509_STORE_CTX_set_purpose(&context, X509_PURPOSE_TIMESTAMP_SIGN) != 1) {
    return Error{ErrorKind::io, "preparing a path failed in libcrypto"};
  }
  auto* terms = X509_STORE_CTX_get0_param(&context);
  X509_VERIFY_PARAM_set_flags(terms, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
  X509_VERIFY_PARAM_set_time(terms, seconds_of(at));
  X509_VERIFY_PARAM_set_auth_level(terms, kSecurityLevel);
  X509_VERIFY_PARAM_set_depth(terms, kMostIntermediates);
  return {};
}

/// What stood in the way, and at which certificate.
Error no_path(X509_STORE_CTX& context, const Stamping& stamping, UtcTime at) {
  const auto* where = X509_STORE_CTX_get_current_cert(&context);
  const X509& whose = where == nullptr ? std::as_const(stamping.signer) : *where;
  return untrusted("no path from the certificate that signed to the trusted root: " +
                   std::string(X509_verify_cert_error_string(X509_STORE_CTX_get_error(&context))) +
                   " (" + subject_of(whose) + ", at " + format_utc(at) + ")");
}

/// A path that was found; in this order, so that the context goes first.
struct Path {
  StoreHandle store;
  ContextHandle context;
};

Result<Path> find_path(const Stamping& stamping, X509& root, UtcTime at) {
  Path path{StoreHandle(X509_STORE_new()), ContextHandle(X509_STORE_CTX_new())};
  if (!path.store || !path.context) {
    return Error{ErrorKind::io, "out of memory in libcrypto"};
  }
  if (auto ready = prepare(*path.context, *path.store, stamping, root, at); !ready) {
    return std::move(ready).error();
  }
  const bool found = X509_verify_cert(path.context.get()) == 1;
  ERR_clear_error();
  return found ? Result<Path>(std::move(path)) : no_path(*path.context, stamping, at);
}

Result<std::vector<RevocationList>> all_revocations(std::string_view ours,
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
  const auto path = find_path(stamping, **root, stamping.at);
  if (!path) {
    return path.error();
  }
  if (stamping.holds_until) {
    if (const auto still = find_path(stamping, **root, *stamping.holds_until); !still) {
      return still.error();
    }
  }
  auto* chain = X509_STORE_CTX_get0_chain(path->context.get());
  if (auto reaches = check_issuers_may_stamp(*chain); !reaches) {
    return reaches;
  }
  for (int i = 0; i + 1 < sk_X509_num(chain); ++i) {
    const Issued issued{*sk_X509_value(chain, i), *sk_X509_value(chain, i + 1)};
    if (auto good = check_revoked(issued, *lists, stamping, stamper.must_show_revocation); !good) {
      return good;
    }
  }
  return {};
}

}  // namespace rackproof::seal
