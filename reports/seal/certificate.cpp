#include "reports/seal/certificate.h"

#include <algorithm>
#include <utility>

#include <openssl/ec.h>

#include "reports/seal/pem.h"
#include "reports/seal/strict_der.h"
#include "reports/seal/x509_words.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

constexpr long kVersion3 = 2;  // the field counts from 0
constexpr std::size_t kMostNames = 64;
constexpr int kTwice = -2;  // X509_get_ext_d2i: the extension is there more than once
constexpr int kAbsent = -1;

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

/// SubjectPublicKeyInfo as the key that statements are verified with.
Result<PublicKey> statement_key(const X509& x509) {
  unsigned char* bytes = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&x509), &bytes);
  const BytesHandle owner(bytes);
  if (length <= 0) {
    return malformed("a public key that cannot be read");
  }
  return PublicKey::from_pem(pem_block(
      {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)}, kPublicLabel));
}

/// A curve by name only: with parameters of its own a key could be made to fit any other's.
Result<void> read_curve(const X509& x509, const X509_ALGOR& algorithm, Certificate& certificate) {
  const ASN1_OBJECT* unused = nullptr;
  const void* value = nullptr;
  int type = 0;
  X509_ALGOR_get0(&unused, &type, &value, &algorithm);
  if (type != V_ASN1_OBJECT) {
    return Error{ErrorKind::untrusted, "an elliptic curve of its own instead of a named one"};
  }
  const auto* curve = static_cast<const ASN1_OBJECT*>(value);
  const char* const name = EC_curve_nid2nist(OBJ_obj2nid(curve));
  certificate.key_kind = name != nullptr ? name : "a key on curve " + dotted(*curve);
  if (auto key = statement_key(x509); key) {
    certificate.key = *key;
  }
  return {};
}

/// Kind and, where statements can be signed with it, the key itself.
Result<void> read_key(const X509& x509, Certificate& certificate) {
  ASN1_OBJECT* object = nullptr;
  X509_ALGOR* algorithm = nullptr;
  if (X509_PUBKEY_get0_param(&object, nullptr, nullptr, &algorithm, X509_get_X509_PUBKEY(&x509)) !=
      1) {
    return malformed("a public key that cannot be read");
  }
  const int kind = OBJ_obj2nid(object);
  if (kind == NID_X9_62_id_ecPublicKey) {
    return read_curve(x509, *algorithm, certificate);
  }
  if (kind == NID_ED25519) {
    auto key = statement_key(x509);
    if (!key) {
      return std::move(key).error();
    }
    certificate.key_kind = "Ed25519";
    certificate.key = *key;
    return {};
  }
  const EVP_PKEY* key = X509_get0_pubkey(&x509);
  certificate.key_kind = (kind == NID_rsaEncryption ? "RSA" : "a key " + dotted(*object)) + " of " +
                         std::to_string(key != nullptr ? EVP_PKEY_get_bits(key) : 0) + " bits";
  return {};
}

Result<void> read_uses(const X509& x509, Certificate& certificate) {
  int critical = 0;
  const UsesHandle uses(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(&x509, NID_ext_key_usage, &critical, nullptr)));
  if (!uses) {
    return critical == kAbsent
               ? Result<void>()
               : malformed(critical == kTwice ? "two extended key usages"
                                              : "an extended key usage that cannot be read");
  }
  certificate.has_uses = true;
  for (int i = 0; i < sk_ASN1_OBJECT_num(uses.get()); ++i) {
    certificate.uses.push_back(dotted(*sk_ASN1_OBJECT_value(uses.get(), i)));
  }
  return {};
}

bool is_plain(std::string_view uri) {
  return std::all_of(uri.begin(), uri.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<void> read_uris(const X509& x509, Certificate& certificate) {
  int critical = 0;
  const NamesHandle names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&x509, NID_subject_alt_name, &critical, nullptr)));
  if (!names) {
    return critical == kAbsent
               ? Result<void>()
               : malformed(critical == kTwice ? "two subject alternative names"
                                              : "a subject alternative name that cannot be read");
  }
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) {
      continue;
    }
    auto uri = octets_of(*name->d.uniformResourceIdentifier);
    if (!is_plain(uri)) {
      return malformed("a URI that is not plain: '" + printable(uri, 80) + "'");
    }
    certificate.uris.push_back(std::move(uri));
  }
  if (certificate.uris.size() > kMostNames || certificate.uses.size() > kMostNames) {
    return Error{ErrorKind::out_of_range, "more than 64 names or uses"};
  }
  return {};
}

void read_flags(X509& x509, Certificate& certificate) {
  const auto flags = X509_get_extension_flags(&x509);
  const auto usage = X509_get_key_usage(&x509);
  const bool says_usage = (flags & EXFLAG_KUSAGE) != 0;
  // X509_check_ca alone passes over CA:TRUE beside a key usage that forbids to issue.
  certificate.is_authority = (flags & EXFLAG_CA) != 0 || X509_check_ca(&x509) != 0 ||
                             (says_usage && (usage & KU_KEY_CERT_SIGN) != 0);
  certificate.is_own_issuer = (flags & EXFLAG_SI) != 0;
  certificate.may_sign_data = says_usage && (usage & KU_DIGITAL_SIGNATURE) != 0;
  certificate.may_sign_lists = says_usage && (usage & KU_CRL_SIGN) != 0;
  certificate.has_subject = X509_NAME_entry_count(X509_get_subject_name(&x509)) > 0;
  certificate.constrains_names = X509_get_ext_by_NID(&x509, NID_name_constraints, -1) >= 0;
}

Result<void> read_window(const X509& x509, Certificate& certificate) {
  const auto from = time_of(*X509_get0_notBefore(&x509));
  const auto until = time_of(*X509_get0_notAfter(&x509));
  if (!from || !until) {
    return malformed("a validity that cannot be read");
  }
  certificate.not_before = *from;
  certificate.not_after = *until;
  return {};
}

}  // namespace

std::string describe(const Certificate& certificate) {
  return certificate.subject + " (serial " + certificate.serial + ")";
}

Result<Certificate> parse_certificate(std::string_view der) {
  if (der.size() > kMostCertificateBytes) {
    return Error{ErrorKind::out_of_range,
                 "a certificate of " + std::to_string(der.size()) + " bytes, more than 16384"};
  }
  const auto x509 = is_der(der) ? x509_of(der) : nullptr;
  if (!x509) {
    return malformed("not one X.509 certificate in DER");
  }
  Certificate certificate;
  certificate.der = der;
  certificate.subject = words_of(*X509_get_subject_name(x509.get()));
  certificate.issuer = words_of(*X509_get_issuer_name(x509.get()));
  certificate.serial = hex_of(*X509_get0_serialNumber(x509.get()));
  certificate.fingerprint = to_hex(sha256(der));
  certificate.signed_by = OBJ_nid2sn(X509_get_signature_nid(x509.get()));
  if (X509_get_version(x509.get()) != kVersion3) {
    return malformed(describe(certificate) + ": not an X.509 certificate of version 3");
  }
  // Has libcrypto read every extension that it knows; flags are right from here on.
  if (X509_check_purpose(x509.get(), -1, 0) != 1 ||
      (X509_get_extension_flags(x509.get()) & EXFLAG_INVALID) != 0) {
    return malformed(describe(certificate) +
                     ": an extension that cannot be read or is there twice");
  }
  read_flags(*x509, certificate);
  for (const auto read : {read_window, read_key, read_uses, read_uris}) {
    if (auto done = read(*x509, certificate); !done) {
      return std::move(done).error().during(describe(certificate));
    }
  }
  return certificate;
}

Result<std::vector<Certificate>> parse_certificates(std::string_view pem) {
  const auto blocks = pem_blocks(pem, kCertificateLabel, kCertificateLimits);
  if (!blocks) {
    return blocks.error();
  }
  std::vector<Certificate> certificates;
  for (const auto& der : *blocks) {
    auto certificate = parse_certificate(der);
    if (!certificate) {
      return std::move(certificate)
          .error()
          .during("certificate " + std::to_string(certificates.size() + 1));
    }
    certificates.push_back(*std::move(certificate));
  }
  return certificates;
}

}  // namespace rackproof::seal
