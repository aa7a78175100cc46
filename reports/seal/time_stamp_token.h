#pragma once

#include <string>
#include <string_view>

#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include "reports/seal/crypto_handle.h"
#include "reports/seal/time_stamp.h"
#include "schemas/result.h"

/// The inside of a time stamp: what is read of it before any certificate is believed. For
/// time_stamp.cpp and time_stamp_signer.cpp only.
namespace rackproof::seal {

using Pkcs7Handle = CryptoHandle<PKCS7, PKCS7_free>;
using TstInfoHandle = CryptoHandle<TS_TST_INFO, TS_TST_INFO_free>;

/// A token of the right shape: signed data over a TSTInfo, by exactly one signer.
struct TimeStampToken {
  Pkcs7Handle signed_data;
  TstInfoHandle info;
  PKCS7_SIGNER_INFO* signer = nullptr;  ///< Part of signed_data.
};

/// Error{malformed} for what is no stamp, Error{untrusted} for one that was not granted or that has
/// a critical extension, by its name: none is known.
Result<TimeStampToken> parse_time_stamp(std::string_view der);

/// Time, accuracy, policy and serial as the token states them. Error{malformed} where one of them
/// is none, {untrusted} for an accuracy of more than a day.
Result<TimeStamp> stated_time(const TimeStampToken& token);

/// Whether the imprint is that of `bytes`, by an algorithm that is still good. Error{untrusted}
/// where it is not.
Result<void> check_imprint(TS_MSG_IMPRINT& imprint, std::string_view bytes);

/// Whether the token answers this TimeStampReq: nonce, policy, and the same bytes. Error{untrusted}
/// where it answers another, Error{malformed} where `query` is none.
Result<void> check_answers(const TimeStampToken& token, std::string_view query,
                           std::string_view bytes);

/// "1.2.3.4", or the short name of a well-known algorithm beside it: for messages.
[[nodiscard]] std::string oid_text(const ASN1_OBJECT* oid);

/// SHA-256, SHA-384 or SHA-512 by `nid`, else nullptr.
[[nodiscard]] const EVP_MD* good_digest(int nid);

}  // namespace rackproof::seal
