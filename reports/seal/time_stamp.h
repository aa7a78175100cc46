#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/time.h"

/// RFC 3161 time stamps over the bytes of a signature: somebody else's word that the signature was
/// there at a time. Pure functions of what they are given; nobody is asked over a network.
namespace rackproof::seal {

/// A response with its certificates; longer ones are refused unread.
inline constexpr std::size_t kTimeStampLimit = std::size_t{64} << 10;

/// A time-stamping authority that the owner of the trust file believes.
struct TimeStamper {
  std::string id;                     ///< How the owner calls it.
  std::string root;                   ///< PEM of one self-signed certificate.
  std::vector<std::string> policies;  ///< Allowed policy OIDs, dotted; empty = every one.
  std::string revocations;            ///< PEM of X509 CRLs; "" = none.
  bool must_show_revocation = false;  ///< No CRL that covers a certificate = refused.
  std::optional<UtcTime> from;        ///< Stamps of before are not believed.
  std::optional<UtcTime> until;       ///< Nor those of afterwards.
  /// A stamp that no other renews is refused once a certificate of its path has ended.
  bool must_be_renewed = false;
};

/// Whether `stamper` can be believed at all: an id, one self-signed root (RSA of 2048 bits or more,
/// or a curve as strong; no SHA-1), policies that are OIDs, revocations that can be read.
/// Error{malformed} says which is not.
Result<void> check_time_stamper(const TimeStamper& stamper);

struct TimeStamp {
  std::string stamper;  ///< TimeStamper::id; "" = nobody vouches for it.
  UtcTime generated;
  std::chrono::nanoseconds accuracy{0};  ///< The true time lies this far from `generated` at most.
  std::string policy;                    ///< OID, dotted.
  std::string serial;                    ///< Hexadecimal.

  /// What is stamped was there no later.
  [[nodiscard]] UtcTime latest() const { return generated + accuracy; }
};

/// A stamp and what it has to be about. Views only.
struct Stamped {
  std::string_view stamp;             ///< DER: a TimeStampResp, or the token alone.
  std::string_view bytes;             ///< That were stamped: those of one signature.
  std::string_view query = {};        ///< DER of the TimeStampReq, where it is at hand.
  std::string_view revocations = {};  ///< PEM of further CRLs; believed by their own signatures.
  /// Another stamp, which is believed, proves that this one was there by then.
  std::optional<UtcTime> renewed = {};
  std::optional<UtcTime> now = {};  ///< For TimeStamper::must_be_renewed; none = it is not asked.
};

/// Done right: granted, without a critical extension, over these bytes (SHA-256, SHA-384 or
/// SHA-512), nonce and policy as asked, exactly one signer, whose very certificate (compared with
/// ESSCertIDv2) has timeStamping as its only, critical purpose, is no CA, and chains to the root of
/// `stamper` and to nothing else, every certificate of the path valid and not revoked at the
/// stamped time. A stamp that was renewed must have had valid certificates up to then, and a key
/// that was lost later does not touch it. Error{untrusted} or, for what is no time stamp,
/// Error{malformed}, naming what is wrong.
Result<TimeStamp> verify_time_stamp(const Stamped& stamped, const TimeStamper& stamper);

/// The same by whichever of `stampers` vouches for it; the error tells what each of them had
/// against it.
Result<TimeStamp> verify_time_stamp(const Stamped& stamped,
                                    const std::vector<TimeStamper>& stampers);

/// What the stamp says of itself where it was granted and fits bytes and query. No certificate is
/// looked at: nobody vouches for it.
Result<TimeStamp> read_time_stamp(const Stamped& stamped);

/// When the certificate ends that made the signature of the stamp: the last moment to renew it. As
/// the token carries it; nobody vouches for it. Error{malformed} or {untrusted} as above.
Result<UtcTime> stamp_ends(std::string_view stamp);

}  // namespace rackproof::seal
