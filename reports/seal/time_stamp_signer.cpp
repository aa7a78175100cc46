#include "reports/seal/time_stamp_signer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "reports/seal/der.h"

namespace rackproof::seal {
namespace {

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

void free_items(ASN1_SEQUENCE_ANY* items) {
  sk_ASN1_TYPE_pop_free(items, ASN1_TYPE_free);
}
using SequenceHandle = CryptoHandle<ASN1_SEQUENCE_ANY, free_items>;

/// The items of a SEQUENCE; null when `value` is none.
SequenceHandle items_of(const ASN1_TYPE* value) {
  if (value == nullptr || ASN1_TYPE_get(value) != V_ASN1_SEQUENCE) {
    return nullptr;
  }
  return decode_whole<SequenceHandle>(text_of(*value->value.sequence), d2i_ASN1_SEQUENCE_ANY);
}

/// Item `index`, or null.
const ASN1_TYPE* item(const SequenceHandle& items, int index) {
  return items == nullptr || index >= sk_ASN1_TYPE_num(items.get())
             ? nullptr
             : sk_ASN1_TYPE_value(items.get(), index);
}

/// How a signature names the certificate that it was made with.
struct CertificateDigest {
  const EVP_MD* algorithm;
  std::string value;
};

/// The first ESSCertIDv2 of SigningCertificateV2 (RFC 5035 section 3): an algorithm, which may be
/// left out for SHA-256, and the digest.
Result<CertificateDigest> named_certificate(const PKCS7_SIGNER_INFO& signer) {
  using Algorithm = CryptoHandle<X509_ALGOR, X509_ALGOR_free>;
  const auto all =
      items_of(PKCS7_get_signed_attribute(&signer, NID_id_smime_aa_signingCertificateV2));
  if (!all) {
    return untrusted(
        "its signature does not say by SHA-2 which certificate made it (no "
        "SigningCertificateV2)");
  }
  const auto list = items_of(item(all, 0));
  const auto first = items_of(item(list, 0));
  const auto* digest = item(first, 0);
  const auto* algorithm = EVP_sha256();
  if (digest != nullptr && ASN1_TYPE_get(digest) == V_ASN1_SEQUENCE) {
    const auto given = decode_whole<Algorithm>(text_of(*digest->value.sequence), d2i_X509_ALGOR);
    algorithm = given ? good_digest(OBJ_obj2nid(given->algorithm)) : nullptr;
    digest = item(first, 1);
  }
  if (algorithm == nullptr || digest == nullptr || ASN1_TYPE_get(digest) != V_ASN1_OCTET_STRING) {
    return untrusted(
        "its signature names its certificate in no way that is known, or by a weak "
        "digest (ESSCertIDv2)");
  }
  return CertificateDigest{algorithm, std::string(text_of(*digest->value.octet_string))};
}

bool is_named(X509& certificate, const PKCS7_SIGNER_INFO& signer, const CertificateDigest& named) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (X509_digest(&certificate, named.algorithm, digest.data(), &length) != 1) {
    return false;
  }
  const auto& by = *signer.issuer_and_serial;
  return std::equal(digest.begin(), digest.begin() + length, named.value.begin(), named.value.end(),
                    [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); }) &&
         X509_NAME_cmp(X509_get_issuer_name(&certificate), by.issuer) == 0 &&
         ASN1_INTEGER_cmp(X509_get0_serialNumber(&certificate), by.serial) == 0;
}

/// A signature over the TSTInfo as it lies in the token, made for a TSTInfo, under a good digest.
Result<void> check_signature(const TimeStampToken& token, X509& certificate) {
  using Content = CryptoHandle<BIO, BIO_free_all>;
  const auto* type = PKCS7_get_signed_attribute(token.signer, NID_pkcs9_contentType);
  if (type == nullptr || ASN1_TYPE_get(type) != V_ASN1_OBJECT ||
      OBJ_obj2nid(type->value.object) != NID_id_smime_ct_TSTInfo) {
    return untrusted("what was signed is not said to be a time stamp (contentType)");
  }
  if (good_digest(OBJ_obj2nid(token.signer->digest_alg->algorithm)) == nullptr) {
    return untrusted("it is signed with " + oid_text(token.signer->digest_alg->algorithm) +
                     "; SHA-256, SHA-384 or SHA-512 is needed");
  }
  const Content content(PKCS7_dataInit(token.signed_data.get(), nullptr));
  std::array<char, 4096> piece{};
  while (content && BIO_read(content.get(), piece.data(), static_cast<int>(piece.size())) > 0) {
  }
  const bool good = content && PKCS7_signatureVerify(content.get(), token.signed_data.get(),
                                                     token.signer, &certificate) == 1;
  ERR_clear_error();
  return good ? Result<void>() : untrusted("its signature does not hold");
}

}  // namespace

Result<X509*> signing_certificate(const TimeStampToken& token) {
  const auto named = named_certificate(*token.signer);
  if (!named) {
    return named.error();
  }
  const auto* bag = token.signed_data->d.sign->cert;
  constexpr int kMostCertificates = 16;
  const int count = bag == nullptr ? 0 : sk_X509_num(bag);
  if (count > kMostCertificates) {
    return untrusted("the token carries " + std::to_string(count) + " certificates; 16 are read");
  }
  for (int i = 0; i < count; ++i) {
    auto* certificate = sk_X509_value(bag, i);
    if (!is_named(*certificate, *token.signer, *named)) {
      continue;
    }
    auto good = check_signature(token, *certificate);
    return good ? Result<X509*>(certificate) : std::move(good).error();
  }
  return untrusted(
      "the token does not carry the certificate that its signature names (issuer, "
      "serial, ESSCertIDv2)");
}

}  // namespace rackproof::seal
