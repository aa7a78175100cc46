#include "reports/seal/time_stamp_token.h"

#include <array>
#include <cstdint>
#include <utility>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "reports/seal/der.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

using ResponseHandle = CryptoHandle<TS_RESP, TS_RESP_free>;
using QueryHandle = CryptoHandle<TS_REQ, TS_REQ_free>;

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}
Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

struct FailureWord {
  int bit;
  const char* word;
};

/// PKIFailureInfo (RFC 3161 section 2.4.2).
constexpr std::array kFailures{
    FailureWord{0, "badAlg"},
    FailureWord{2, "badRequest"},
    FailureWord{5, "badDataFormat"},
    FailureWord{14, "timeNotAvailable"},
    FailureWord{15, "unacceptedPolicy"},
    FailureWord{16, "unacceptedExtension"},
    FailureWord{17, "addInfoNotAvailable"},
    FailureWord{25, "systemFailure"},
};

/// What the authority said about its refusal, made fit for a terminal.
std::string rejection(const TS_STATUS_INFO& status, std::int64_t code) {
  std::string text = "the authority rejected the query (status " + std::to_string(code) + ")";
  const auto* failure = TS_STATUS_INFO_get0_failure_info(&status);
  for (const auto& [bit, word] : kFailures) {
    text += failure != nullptr && ASN1_BIT_STRING_get_bit(failure, bit) == 1
                ? std::string(", ") + word
                : "";
  }
  const auto* said = TS_STATUS_INFO_get0_text(&status);
  if (said != nullptr && sk_ASN1_UTF8STRING_num(said) > 0) {
    text += ": " + printable(text_of(*sk_ASN1_UTF8STRING_value(said, 0)));
  }
  return text;
}

/// Granted, with modifications or without: what was modified is compared later.
Result<void> check_granted(TS_RESP& response) {
  const auto* status = TS_RESP_get_status_info(&response);
  const auto* number = status == nullptr ? nullptr : TS_STATUS_INFO_get0_status(status);
  std::int64_t code = 0;
  if (number == nullptr || ASN1_INTEGER_get_int64(&code, number) != 1) {
    return malformed("a time stamp response without a status");
  }
  return code == 0 || code == 1 ? Result<void>() : untrusted(rejection(*status, code));
}

/// The token of `der`, whether it comes in a response or alone.
Result<Pkcs7Handle> token_of(std::string_view der) {
  if (const auto response = decode_whole<ResponseHandle>(der, d2i_TS_RESP)) {
    if (auto granted = check_granted(*response); !granted) {
      return std::move(granted).error();
    }
    auto* inside = TS_RESP_get_token(response.get());
    Pkcs7Handle token(inside == nullptr ? nullptr : PKCS7_dup(inside));
    return token ? Result<Pkcs7Handle>(std::move(token))
                 : malformed("a time stamp response without a token");
  }
  auto alone = decode_whole<Pkcs7Handle>(der, d2i_PKCS7);
  return alone ? Result<Pkcs7Handle>(std::move(alone))
               : malformed("neither a time stamp response nor a token in DER, or text around it");
}

bool holds_stated_time(PKCS7& token) {
  return PKCS7_type_is_signed(&token) && token.d.sign != nullptr &&
         token.d.sign->contents != nullptr &&
         OBJ_obj2nid(token.d.sign->contents->type) == NID_id_smime_ct_TSTInfo;
}

/// Seconds, thousandths and millionths as RFC 3161 bounds them; an authority that is not sure
/// within a day proves nothing.
Result<std::chrono::nanoseconds> accuracy_of(const TimeStampToken& token) {
  using std::chrono::nanoseconds;
  const auto* accuracy = TS_TST_INFO_get_accuracy(token.info.get());
  if (accuracy == nullptr) {
    return nanoseconds(0);
  }
  struct Part {
    const ASN1_INTEGER* given;
    std::int64_t most;
    nanoseconds unit;
  };
  const std::array parts{
      Part{TS_ACCURACY_get_seconds(accuracy), 86'400, std::chrono::seconds(1)},
      Part{TS_ACCURACY_get_millis(accuracy), 999, std::chrono::milliseconds(1)},
      Part{TS_ACCURACY_get_micros(accuracy), 999, std::chrono::microseconds(1)},
  };
  nanoseconds sum(0);
  for (const auto& part : parts) {
    std::int64_t count = 0;
    if (part.given == nullptr) {
      continue;
    }
    if (ASN1_INTEGER_get_int64(&count, part.given) != 1 || count < 0 || count > part.most) {
      return untrusted("its accuracy is no number that can be, or more than a day");
    }
    sum += count * part.unit;
  }
  return sum;
}

/// GeneralizedTime as RFC 3161 wants it: to the second or finer, 'Z' at the end.
Result<UtcTime> generated_at(const TimeStampToken& token) {
  const std::string text(text_of(*TS_TST_INFO_get_time(token.info.get())));
  constexpr std::size_t kWhole = 14;  // YYYYMMDDhhmmss
  if (text.size() <= kWhole) {
    return malformed("genTime '" + printable(text) + "' is no time to the second");
  }
  auto time = parse_utc(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) +
                        "T" + text.substr(8, 2) + ":" + text.substr(10, 2) + ":" + text.substr(12));
  return time ? std::move(time)
              : malformed("genTime '" + printable(text) + "': " + time.error().message);
}

}  // namespace

std::string oid_text(const ASN1_OBJECT* oid) {
  std::array<char, 128> text{};
  const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), oid, 1);
  const int nid = OBJ_obj2nid(oid);
  const std::string dotted = length > 0 ? text.data() : "an unreadable OID";
  return nid == NID_undef ? dotted : dotted + " (" + OBJ_nid2sn(nid) + ")";
}

const EVP_MD* good_digest(int nid) {
  switch (nid) {
    case NID_sha256:
      return EVP_sha256();
    case NID_sha384:
      return EVP_sha384();
    case NID_sha512:
      return EVP_sha512();
    default:
      return nullptr;
  }
}

Result<TimeStampToken> parse_time_stamp(std::string_view der) {
  if (der.empty() || der.size() > kTimeStampLimit) {
    return malformed("a time stamp of " + std::to_string(der.size()) + " bytes; 1 to " +
                     std::to_string(kTimeStampLimit) + " are read");
  }
  auto signed_data = token_of(der);
  if (!signed_data) {
    return std::move(signed_data).error();
  }
  TimeStampToken token;
  token.signed_data = *std::move(signed_data);
  if (!holds_stated_time(*token.signed_data)) {
    return malformed("the token is no signed TSTInfo");
  }
  auto* signers = PKCS7_get_signer_info(token.signed_data.get());
  if (signers == nullptr || sk_PKCS7_SIGNER_INFO_num(signers) != 1) {
    return untrusted("the token has not exactly one signer");
  }
  token.signer = sk_PKCS7_SIGNER_INFO_value(signers, 0);
  token.info.reset(PKCS7_to_TS_TST_INFO(token.signed_data.get()));
  ERR_clear_error();
  if (!token.info || TS_TST_INFO_get_version(token.info.get()) != 1) {
    return malformed("the token holds no TSTInfo of version 1");
  }
  if (TS_TST_INFO_get_ext_by_critical(token.info.get(), 1, -1) >= 0) {
    return untrusted("its TSTInfo has a critical extension that is not known");
  }
  return token;
}

Result<TimeStamp> stated_time(const TimeStampToken& token) {
  const auto generated = generated_at(token);
  if (!generated) {
    return generated.error();
  }
  const auto accuracy = accuracy_of(token);
  if (!accuracy) {
    return accuracy.error();
  }
  // Both ends are still times that can be written.
  if (*generated > UtcTime::max() - *accuracy) {
    return malformed("genTime is past every time that can be written");
  }
  std::array<char, 128> policy{};
  OBJ_obj2txt(policy.data(), static_cast<int>(policy.size()),
              TS_TST_INFO_get_policy_id(token.info.get()), 1);
  const auto* serial = TS_TST_INFO_get_serial(token.info.get());
  return TimeStamp{"", *generated, *accuracy, policy.data(), to_hex(text_of(*serial))};
}

Result<void> check_imprint(TS_MSG_IMPRINT& imprint, std::string_view bytes) {
  const auto* oid = TS_MSG_IMPRINT_get_algo(&imprint)->algorithm;
  const auto* algorithm = good_digest(OBJ_obj2nid(oid));
  if (algorithm == nullptr) {
    return untrusted("the imprint is by " + oid_text(oid) +
                     "; SHA-256, SHA-384 or SHA-512 is needed");
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, algorithm, nullptr) != 1) {
    return Error{ErrorKind::io, "hashing failed in libcrypto"};
  }
  const std::string_view ours(reinterpret_cast<const char*>(digest.data()), length);
  return text_of(*TS_MSG_IMPRINT_get_msg(&imprint)) == ours
             ? Result<void>()
             : untrusted("it stamps other bytes (the imprint is not that of this signature)");
}

Result<void> check_answers(const TimeStampToken& token, std::string_view query,
                           std::string_view bytes) {
  const auto asked = decode_whole<QueryHandle>(query, d2i_TS_REQ);
  if (query.size() > kTimeStampLimit || !asked) {
    return malformed("the query is no TimeStampReq in DER");
  }
  if (auto fits = check_imprint(*TS_REQ_get_msg_imprint(asked.get()), bytes); !fits) {
    return std::move(fits).error().during("the query");
  }
  const auto* nonce = TS_REQ_get_nonce(asked.get());
  const auto* answered = TS_TST_INFO_get_nonce(token.info.get());
  if (nonce != nullptr && (answered == nullptr || ASN1_INTEGER_cmp(nonce, answered) != 0)) {
    return untrusted("it answers another query (the nonce differs)");
  }
  const auto* policy = TS_REQ_get_policy_id(asked.get());
  if (policy != nullptr && OBJ_cmp(policy, TS_TST_INFO_get_policy_id(token.info.get())) != 0) {
    return untrusted("it is under another policy than was asked for");
  }
  return {};
}

}  // namespace rackproof::seal
