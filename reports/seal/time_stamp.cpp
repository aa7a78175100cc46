#include "reports/seal/time_stamp.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <openssl/objects.h>

#include "reports/seal/time_stamp_chain.h"
#include "reports/seal/time_stamp_revoked.h"
#include "reports/seal/time_stamp_signer.h"
#include "reports/seal/time_stamp_token.h"
#include "reports/seal/trust.h"
#include "reports/seal/x509_words.h"

namespace rackproof::seal {
namespace {

using OidHandle = CryptoHandle<ASN1_OBJECT, ASN1_OBJECT_free>;

/// A stamp that was granted and is about what it should be about.
struct Fitting {
  TimeStampToken token;
  TimeStamp stated;
};

Result<Fitting> read_fitting(const Stamped& stamped) {
  auto token = parse_time_stamp(stamped.stamp);
  if (!token) {
    return std::move(token).error();
  }
  auto fits = check_imprint(*TS_TST_INFO_get_msg_imprint(token->info.get()), stamped.bytes);
  if (fits && !stamped.query.empty()) {
    fits = check_answers(*token, stamped.query, stamped.bytes);
  }
  if (!fits) {
    return std::move(fits).error();
  }
  auto stated = stated_time(*token);
  if (!stated) {
    return std::move(stated).error();
  }
  return Fitting{*std::move(token), *std::move(stated)};
}

Result<void> check_terms(const TimeStamp& stated, const TimeStamper& stamper) {
  const auto& allowed = stamper.policies;
  if (!allowed.empty() &&
      std::find(allowed.begin(), allowed.end(), stated.policy) == allowed.end()) {
    return Error{ErrorKind::untrusted, "policy " + stated.policy + " is not one that is allowed"};
  }
  const bool early = stamper.from && stated.generated < *stamper.from;
  const bool late = stamper.until && stated.generated > *stamper.until;
  if (early || late) {
    return Error{ErrorKind::untrusted, "stamped at " + format_utc(stated.generated) +
                                           ", outside the time in which it is believed: " +
                                           Window{stamper.from, stamper.until}.words()};
  }
  return {};
}

Result<TimeStamp> judged(const Stamped& stamped, const TimeStamper& stamper) {
  auto fitting = read_fitting(stamped);
  if (!fitting) {
    return std::move(fitting).error();
  }
  const auto& [token, stated] = *fitting;
  const auto signer = signing_certificate(token);
  if (!signer) {
    return signer.error();
  }
  const auto holds_until =
      stamped.renewed || !stamper.must_be_renewed ? stamped.renewed : stamped.now;
  auto good = check_stamping_chain(
      {**signer, token.signed_data->d.sign->cert, stated.generated, stamped.renewed, holds_until},
      stamper, stamped.revocations);
  if (good) {
    good = check_terms(stated, stamper);
  }
  if (!good) {
    return std::move(good).error();
  }
  auto stamp = stated;
  stamp.stamper = stamper.id;
  return stamp;
}

/// Dotted, so that it can be compared with what a token says.
bool is_oid(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos &&
         OidHandle(OBJ_txt2obj(text.c_str(), 1)) != nullptr;
}

}  // namespace

Result<void> check_time_stamper(const TimeStamper& stamper) {
  if (stamper.id.empty()) {
    return Error{ErrorKind::malformed, "a time stamper without an id"};
  }
  if (auto root = stamping_root(stamper.root); !root) {
    return std::move(root).error().during("time stamper " + stamper.id);
  }
  if (auto revocations = read_revocations(stamper.revocations); !revocations) {
    return std::move(revocations).error().during("time stamper " + stamper.id);
  }
  const auto odd = std::find_if_not(stamper.policies.begin(), stamper.policies.end(), is_oid);
  if (odd != stamper.policies.end()) {
    return Error{ErrorKind::malformed,
                 "time stamper " + stamper.id + ": policy '" + *odd + "' is no dotted OID"};
  }
  if (stamper.from && stamper.until && *stamper.until < *stamper.from) {
    return Error{ErrorKind::malformed,
                 "time stamper " + stamper.id + ": believed until before it is believed from"};
  }
  return {};
}

Result<TimeStamp> verify_time_stamp(const Stamped& stamped, const TimeStamper& stamper) {
  auto stamp = judged(stamped, stamper);
  return stamp ? std::move(stamp) : std::move(stamp).error().during("time stamp by " + stamper.id);
}

Result<TimeStamp> verify_time_stamp(const Stamped& stamped,
                                    const std::vector<TimeStamper>& stampers) {
  Error refused{ErrorKind::untrusted, "no time stamper is trusted"};
  for (std::size_t i = 0; i < stampers.size(); ++i) {
    auto stamp = verify_time_stamp(stamped, stampers[i]);
    if (stamp) {
      return stamp;
    }
    refused.kind = stamp.error().kind;
    refused.message =
        i == 0 ? stamp.error().message : refused.message + "; " + stamp.error().message;
  }
  return refused;
}

Result<TimeStamp> read_time_stamp(const Stamped& stamped) {
  auto fitting = read_fitting(stamped);
  return fitting ? Result<TimeStamp>(std::move(fitting->stated)) : std::move(fitting).error();
}

Result<UtcTime> stamp_ends(std::string_view stamp) {
  const auto token = parse_time_stamp(stamp);
  if (!token) {
    return token.error();
  }
  const auto signer = signing_certificate(*token);
  return signer ? time_of(*X509_get0_notAfter(*signer)) : signer.error();
}

}  // namespace rackproof::seal
