#include "tests/support/certificate_maker.h"

#include <cstdlib>
#include <ctime>

#include <catch2/catch.hpp>
#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "schemas/text.h"

namespace rackproof::testing {
namespace {

template <auto Free>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using X509Handle = std::unique_ptr<X509, FreeWith<X509_free>>;
using CrlHandle = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;
using TimeHandle = std::unique_ptr<ASN1_TIME, FreeWith<ASN1_TIME_free>>;
using IntegerHandle = std::unique_ptr<ASN1_INTEGER, FreeWith<ASN1_INTEGER_free>>;
using ExtensionHandle = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

std::time_t seconds_of(UtcTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

TimeHandle asn1_time(UtcTime time) {
  return TimeHandle(ASN1_TIME_set(nullptr, seconds_of(time)));
}

IntegerHandle asn1_integer(const std::string& hex) {
  BIGNUM* number = nullptr;
  REQUIRE(BN_hex2bn(&number, hex.c_str()) > 0);
  IntegerHandle integer(BN_to_ASN1_INTEGER(number, nullptr));
  BN_free(number);
  return integer;
}

void fill_name(X509_NAME* name, const std::string& subject) {
  if (subject.empty()) {
    return;  // a name of no part
  }
  for (const auto part : split(subject, ',')) {
    const auto equals = part.find('=');
    const std::string type(part.substr(0, equals));
    const std::string value(part.substr(equals + 1));
    REQUIRE(X509_NAME_add_entry_by_txt(name, type.c_str(), MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.c_str()), -1,
                                       -1, 0) == 1);
  }
}

X509Handle x509_of(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  return X509Handle(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

const EVP_MD* digest_for(const MadeKey& key, const EVP_MD* wanted) {
  const bool edwards = EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519;
  return wanted != nullptr || edwards ? wanted : EVP_sha256();
}

/// The section that a constraint over directory names points at.
constexpr std::string_view kSections = "[dir_within]\nO = Acme\n";

ExtensionHandle extension_of(X509V3_CTX& context, const std::string& name,
                             const std::string& value) {
  const std::unique_ptr<BIO, FreeWith<BIO_free>> text(
      BIO_new_mem_buf(kSections.data(), static_cast<int>(kSections.size())));
  const std::unique_ptr<CONF, FreeWith<NCONF_free>> sections(NCONF_new(nullptr));
  REQUIRE(NCONF_load_bio(sections.get(), text.get(), nullptr) == 1);
  X509V3_set_nconf(&context, sections.get());
  ExtensionHandle extension(
      X509V3_EXT_nconf(sections.get(), &context, name.c_str(), value.c_str()));
  INFO(name << " = " << value);
  REQUIRE(extension);
  return extension;
}

template <typename Object, typename Encode>
std::string der_of(Object* object, Encode encode) {
  unsigned char* bytes = nullptr;
  const int length = encode(object, &bytes);
  REQUIRE(length > 0);
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

void add_revoked(X509_CRL* list, const RevokedFacts& facts) {
  auto* const entry = X509_REVOKED_new();
  X509_REVOKED_set_serialNumber(entry, asn1_integer(facts.serial).get());
  X509_REVOKED_set_revocationDate(entry, asn1_time(facts.at).get());
  if (facts.reason) {
    auto* const reason = ASN1_ENUMERATED_new();
    ASN1_ENUMERATED_set(reason, *facts.reason);
    REQUIRE(X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, 0) == 1);
    ASN1_ENUMERATED_free(reason);
  }
  if (facts.invalid_since) {
    auto* const since = ASN1_GENERALIZEDTIME_set(nullptr, seconds_of(*facts.invalid_since));
    REQUIRE(X509_REVOKED_add1_ext_i2d(entry, NID_invalidity_date, since, 0, 0) == 1);
    ASN1_GENERALIZEDTIME_free(since);
  }
  if (!facts.critical_oid.empty()) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, nullptr, nullptr, nullptr, nullptr, 0);
    const auto extension = extension_of(context, facts.critical_oid, "critical,DER:0500");
    REQUIRE(X509_REVOKED_add_ext(entry, extension.get(), -1) == 1);
  }
  REQUIRE(X509_CRL_add0_revoked(list, entry) == 1);
}

}  // namespace

UtcTime day(std::string_view text) {
  const auto whole = text.find('T') == std::string_view::npos ? std::string(text) + "T00:00:00Z"
                                                              : std::string(text);
  const auto time = parse_utc(whole);
  if (!time) {
    std::abort();  // called before any test runs, too
  }
  return *time;
}

MadeKey::MadeKey(EVP_PKEY* key) : key_(key) {
  REQUIRE(key != nullptr);
}

MadeKey MadeKey::ed25519() {
  return MadeKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

MadeKey MadeKey::on_curve(const char* name) {
  return MadeKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", name));
}

MadeKey MadeKey::rsa(unsigned bits) {
  return MadeKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{bits}));
}

MadeKey MadeKey::of_file(const std::string& path) {
  auto* const file = BIO_new_file(path.c_str(), "r");
  REQUIRE(file != nullptr);
  auto* const key = PEM_read_bio_PrivateKey(file, nullptr, nullptr, nullptr);
  BIO_free(file);
  return MadeKey(key);
}

MadeKey MadeKey::of_point(const std::array<std::uint8_t, 32>& point) {
  return MadeKey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, point.data(), point.size()));
}

std::string MadeKey::sign(std::string_view message) const {
  auto* const context = EVP_MD_CTX_new();
  std::string signature(64, '\0');
  std::size_t length = signature.size();
  REQUIRE(EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key_.get()) == 1);
  REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                         reinterpret_cast<const unsigned char*>(message.data()),
                         message.size()) == 1);
  EVP_MD_CTX_free(context);
  return signature;
}

std::string MadeKey::public_pem() const {
  auto* const out = BIO_new(BIO_s_mem());
  REQUIRE(PEM_write_bio_PUBKEY(out, key_.get()) == 1);
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out, &text);
  std::string pem(text, static_cast<std::size_t>(length));
  BIO_free(out);
  return pem;
}

std::string make_certificate(const CertificateFacts& facts, const MadeKey& key,
                             const MadeIssuer& issuer) {
  const X509Handle made(X509_new());
  const auto by = issuer.der.empty() ? nullptr : x509_of(issuer.der);
  X509* const issuing = by ? by.get() : made.get();
  X509_set_version(made.get(), facts.version);
  X509_set_serialNumber(made.get(), asn1_integer(facts.serial).get());
  X509_set1_notBefore(made.get(), asn1_time(facts.from).get());
  X509_set1_notAfter(made.get(), asn1_time(facts.until).get());
  fill_name(X509_get_subject_name(made.get()), facts.subject);
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuing));
  REQUIRE(X509_set_pubkey(made.get(), key.get()) == 1);
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuing, made.get(), nullptr, nullptr, 0);
  for (const auto& [name, value] : facts.extensions) {
    const auto extension = extension_of(context, name, value);
    REQUIRE(X509_add_ext(made.get(), extension.get(), -1) == 1);
  }
  REQUIRE(X509_sign(made.get(), issuer.key->get(), digest_for(*issuer.key, facts.digest)) > 0);
  return der_of(made.get(), [](X509* x, unsigned char** out) { return i2d_X509(x, out); });
}

std::string make_list(const ListFacts& facts, const MadeIssuer& issuer) {
  const CrlHandle made(X509_CRL_new());
  const auto by = x509_of(issuer.der);
  X509_CRL_set_version(made.get(), 1);
  X509_CRL_set_issuer_name(made.get(), X509_get_subject_name(by.get()));
  X509_CRL_set1_lastUpdate(made.get(), asn1_time(facts.from).get());
  if (facts.until) {
    X509_CRL_set1_nextUpdate(made.get(), asn1_time(*facts.until).get());
  }
  if (!facts.number.empty()) {
    auto* const number = s2i_ASN1_INTEGER(nullptr, facts.number.c_str());
    REQUIRE(X509_CRL_add1_ext_i2d(made.get(), NID_crl_number, number, 0, 0) == 1);
    ASN1_INTEGER_free(number);
  }
  X509V3_CTX context;
  X509V3_set_ctx(&context, by.get(), nullptr, nullptr, made.get(), 0);
  for (const auto& [name, value] : facts.extensions) {
    const auto extension = extension_of(context, name, value);
    REQUIRE(X509_CRL_add_ext(made.get(), extension.get(), -1) == 1);
  }
  for (const auto& entry : facts.revoked) {
    add_revoked(made.get(), entry);
  }
  REQUIRE(X509_CRL_sign(made.get(), issuer.key->get(), digest_for(*issuer.key, facts.digest)) > 0);
  return der_of(made.get(), [](X509_CRL* x, unsigned char** out) { return i2d_X509_CRL(x, out); });
}

}  // namespace rackproof::testing
