#include "tests/support/token_maker.h"

#include <cstddef>
#include <memory>

#include <catch2/catch.hpp>
#include <openssl/ess.h>
#include <openssl/pem.h>
#include <openssl/ts.h>

#include "reports/seal/crypto_handle.h"

namespace rackproof::testing {
namespace {

using seal::CryptoHandle;
using Pkcs7 = CryptoHandle<PKCS7, PKCS7_free>;
using TstInfo = CryptoHandle<TS_TST_INFO, TS_TST_INFO_free>;
using Certificate = CryptoHandle<X509, X509_free>;
using Key = CryptoHandle<EVP_PKEY, EVP_PKEY_free>;
using File = CryptoHandle<BIO, BIO_free_all>;

Certificate certificate_of(const std::string& path) {
  const File file(BIO_new_file(path.c_str(), "r"));
  REQUIRE(file);
  Certificate certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
  REQUIRE(certificate);
  return certificate;
}

Key key_of(const std::string& path) {
  const File file(BIO_new_file(path.c_str(), "r"));
  REQUIRE(file);
  Key key(PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr));
  REQUIRE(key);
  return key;
}

template <typename T, typename Encode>
std::string der_of(const T& object, Encode encode) {
  std::string der(static_cast<std::size_t>(encode(&object, nullptr)), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  encode(&object, &out);
  return der;
}

Pkcs7 token_of(const std::string& response) {
  const auto* at = reinterpret_cast<const unsigned char*>(response.data());
  const CryptoHandle<TS_RESP, TS_RESP_free> read(
      d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size())));
  REQUIRE(read);
  REQUIRE(TS_RESP_get_token(read.get()) != nullptr);
  return Pkcs7(PKCS7_dup(TS_RESP_get_token(read.get())));
}

void add_critical_extension(TS_TST_INFO& info) {
  const CryptoHandle<ASN1_OBJECT, ASN1_OBJECT_free> kind(OBJ_txt2obj("1.2.3.4", 1));
  const CryptoHandle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> value(ASN1_OCTET_STRING_new());
  ASN1_STRING_set(value.get(), "\5\0", 2);
  const CryptoHandle<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509_EXTENSION_create_by_OBJ(nullptr, kind.get(), 1, value.get()));
  REQUIRE(TS_TST_INFO_add_ext(&info, extension.get(), -1) == 1);
}

void alter(TS_TST_INFO& info, const TokenWish& wish) {
  if (!wish.generated.empty()) {
    const CryptoHandle<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free> time(
        ASN1_GENERALIZEDTIME_new());
    ASN1_STRING_set(time.get(), wish.generated.data(), static_cast<int>(wish.generated.size()));
    REQUIRE(TS_TST_INFO_set_time(&info, time.get()) == 1);
  }
  if (wish.accuracy_seconds >= 0) {
    const CryptoHandle<TS_ACCURACY, TS_ACCURACY_free> accuracy(TS_ACCURACY_new());
    const CryptoHandle<ASN1_INTEGER, ASN1_INTEGER_free> seconds(ASN1_INTEGER_new());
    ASN1_INTEGER_set(seconds.get(), wish.accuracy_seconds);
    TS_ACCURACY_set_seconds(accuracy.get(), seconds.get());
    REQUIRE(TS_TST_INFO_set_accuracy(&info, accuracy.get()) == 1);
  }
  if (wish.critical_extension) {
    add_critical_extension(info);
  }
}

/// Room for content of type TSTInfo; what is written to the token's BIO comes in there.
void set_content(PKCS7& token) {
  auto* content = PKCS7_new();
  content->type = OBJ_nid2obj(NID_id_smime_ct_TSTInfo);
  content->d.other = ASN1_TYPE_new();
  ASN1_TYPE_set(content->d.other, V_ASN1_OCTET_STRING, ASN1_OCTET_STRING_new());
  REQUIRE(PKCS7_set_content(&token, content) == 1);
}

void name_certificate(PKCS7_SIGNER_INFO& signer, const X509& certificate) {
  const CryptoHandle<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free> named(
      OSSL_ESS_signing_cert_v2_new_init(EVP_sha256(), &certificate, nullptr, 0));
  REQUIRE(named);
  auto* value = ASN1_STRING_new();
  const auto der = der_of(*named, i2d_ESS_SIGNING_CERT_V2);
  ASN1_STRING_set(value, der.data(), static_cast<int>(der.size()));
  REQUIRE(PKCS7_add_signed_attribute(&signer, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE,
                                     value) == 1);
}

}  // namespace

std::string sign_again(const std::string& response, const Identity& by, const TokenWish& wish) {
  const auto original = token_of(response);
  const TstInfo info(PKCS7_to_TS_TST_INFO(original.get()));
  alter(*info, wish);
  const auto content = der_of(*info, i2d_TS_TST_INFO);
  const auto certificate = certificate_of(by.certificate);
  const auto key = key_of(by.key);

  const Pkcs7 token(PKCS7_new());
  REQUIRE(PKCS7_set_type(token.get(), NID_pkcs7_signed) == 1);
  ASN1_INTEGER_set(token->d.sign->version, 3);
  auto* signer = PKCS7_add_signature(token.get(), certificate.get(), key.get(), EVP_sha256());
  REQUIRE(signer != nullptr);
  REQUIRE(PKCS7_add_certificate(token.get(), certificate.get()) == 1);
  const int type = wish.content_type == 0 ? NID_id_smime_ct_TSTInfo : wish.content_type;
  REQUIRE(PKCS7_add_signed_attribute(signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                     OBJ_nid2obj(type)) == 1);
  if (wish.names_certificate) {
    name_certificate(*signer, *certificate);
  }
  set_content(*token);
  const File data(PKCS7_dataInit(token.get(), nullptr));
  REQUIRE(data);
  BIO_write(data.get(), content.data(), static_cast<int>(content.size()));
  REQUIRE(PKCS7_dataFinal(token.get(), data.get()) == 1);
  return der_of(*token, i2d_PKCS7);
}

std::string changed_token(const std::string& response, const std::function<void(PKCS7&)>& change) {
  const auto token = token_of(response);
  change(*token);
  return der_of(*token, i2d_PKCS7);
}

void put_first(PKCS7& token, const std::string& certificate_path) {
  REQUIRE(sk_X509_unshift(token.d.sign->cert, certificate_of(certificate_path).release()) > 0);
}

void sign_twice(PKCS7& token) {
  auto* signers = PKCS7_get_signer_info(&token);
  const auto* first = sk_PKCS7_SIGNER_INFO_value(signers, 0);
  const auto der = der_of(*first, i2d_PKCS7_SIGNER_INFO);
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  auto* second = d2i_PKCS7_SIGNER_INFO(nullptr, &at, static_cast<long>(der.size()));
  REQUIRE(second != nullptr);
  REQUIRE(sk_PKCS7_SIGNER_INFO_push(signers, second) == 2);
}

}  // namespace rackproof::testing
