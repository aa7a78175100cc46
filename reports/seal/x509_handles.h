#pragma once

#include <memory>

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// Owners of libcrypto's X.509 objects. For the .cpp files of this room: no header that others
/// include shows one.
namespace rackproof::seal {

template <auto Free>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

/// A stack that owns its elements.
struct FreeCertificates {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
struct FreeUses {
  void operator()(EXTENDED_KEY_USAGE* uses) const {
    sk_ASN1_OBJECT_pop_free(uses, ASN1_OBJECT_free);
  }
};
struct FreeExtensions {
  void operator()(STACK_OF(X509_EXTENSION) * stack) const {
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
  }
};

struct FreeBytes {
  void operator()(void* bytes) const { OPENSSL_free(bytes); }
};

using BytesHandle = std::unique_ptr<unsigned char, FreeBytes>;
using TextHandle = std::unique_ptr<char, FreeBytes>;
using X509Handle = std::unique_ptr<X509, FreeWith<X509_free>>;
using X509ListHandle = std::unique_ptr<STACK_OF(X509), FreeCertificates>;
using CrlHandle = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;
using RequestHandle = std::unique_ptr<X509_REQ, FreeWith<X509_REQ_free>>;
using StoreHandle = std::unique_ptr<X509_STORE, FreeWith<X509_STORE_free>>;
using StoreContextHandle = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>>;
using NumberHandle = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using IntegerHandle = std::unique_ptr<ASN1_INTEGER, FreeWith<ASN1_INTEGER_free>>;
using EnumeratedHandle = std::unique_ptr<ASN1_ENUMERATED, FreeWith<ASN1_ENUMERATED_free>>;
using TimeHandle = std::unique_ptr<ASN1_GENERALIZEDTIME, FreeWith<ASN1_GENERALIZEDTIME_free>>;
using NamesHandle = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using UsesHandle = std::unique_ptr<EXTENDED_KEY_USAGE, FreeUses>;
using OctetsHandle = std::unique_ptr<ASN1_OCTET_STRING, FreeWith<ASN1_OCTET_STRING_free>>;
using AuthorityKeyHandle = std::unique_ptr<AUTHORITY_KEYID, FreeWith<AUTHORITY_KEYID_free>>;

}  // namespace rackproof::seal
