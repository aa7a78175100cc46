#include "reports/seal/time_stamp_query.h"

#include <array>
#include <cstdint>
#include <memory>

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include "reports/seal/crypto_handle.h"

namespace rackproof::seal {
namespace {

using QueryHandle = CryptoHandle<TS_REQ, TS_REQ_free>;
using ImprintHandle = CryptoHandle<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using AlgorithmHandle = CryptoHandle<X509_ALGOR, X509_ALGOR_free>;
using IntegerHandle = CryptoHandle<ASN1_INTEGER, ASN1_INTEGER_free>;

/// Positive and at most 64 bits: all authorities take that.
IntegerHandle random_nonce() {
  std::array<unsigned char, sizeof(std::uint64_t)> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    return nullptr;
  }
  std::uint64_t value = 0;
  for (const auto byte : bytes) {
    value = (value << 8U) | byte;
  }
  IntegerHandle nonce(ASN1_INTEGER_new());
  return nonce && ASN1_INTEGER_set_uint64(nonce.get(), value) == 1 ? std::move(nonce) : nullptr;
}

const EVP_MD* algorithm_of(StampDigest digest) {
  switch (digest) {
    case StampDigest::sha384:
      return EVP_sha384();
    case StampDigest::sha512:
      return EVP_sha512();
    case StampDigest::sha256:
      break;
  }
  return EVP_sha256();
}

bool set_imprint(TS_REQ& query, std::string_view bytes, const EVP_MD* hash) {
  const AlgorithmHandle algorithm(X509_ALGOR_new());
  const ImprintHandle imprint(TS_MSG_IMPRINT_new());
  if (!algorithm || !imprint) {
    return false;
  }
  X509_ALGOR_set_md(algorithm.get(), hash);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  return EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, hash, nullptr) == 1 &&
         TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
         TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(length)) == 1 &&
         TS_REQ_set_msg_imprint(&query, imprint.get()) == 1;
}

}  // namespace

Result<std::string> make_time_stamp_query(std::string_view bytes, StampDigest digest) {
  const Error failed{ErrorKind::io, "making a time stamp query failed in libcrypto"};
  const QueryHandle query(TS_REQ_new());
  const auto nonce = random_nonce();
  if (!query || !nonce || TS_REQ_set_version(query.get(), 1) != 1 ||
      !set_imprint(*query, bytes, algorithm_of(digest)) ||
      TS_REQ_set_nonce(query.get(), nonce.get()) != 1 || TS_REQ_set_cert_req(query.get(), 1) != 1) {
    return failed;
  }
  const int length = i2d_TS_REQ(query.get(), nullptr);
  if (length <= 0) {
    return failed;
  }
  std::string der(static_cast<std::size_t>(length), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  return i2d_TS_REQ(query.get(), &out) == length ? Result<std::string>(std::move(der)) : failed;
}

}  // namespace rackproof::seal
