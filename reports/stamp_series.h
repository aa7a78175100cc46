#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/time_stamp.h"
#include "schemas/time.h"

/// The time stamps over one signature: the first, and those that renew it before its authority's
/// certificate ends (docs/time.md).
namespace rackproof {

struct NamedStamp {
  std::string member;      ///< "report.1.tsr", "report.1.2.tsr".
  std::string_view token;  ///< The member's bytes.
};

struct StampSeries {
  std::string_view signature;      ///< The bytes that the first one is over.
  std::vector<NamedStamp> stamps;  ///< Each renews the one before it.
};

/// What stamp `place` of the series is over (place = their number: what the next is to be over):
/// the signature's bytes, and behind them those of every stamp before it. A signature's length is
/// that of its kind or in it, and a stamp is DER, so that these cannot be cut in another way.
[[nodiscard]] std::string stamped_bytes(const StampSeries& series, std::size_t place);

/// Who is believed, and what is known besides.
struct StampQuestion {
  const std::vector<seal::TimeStamper>& stampers;  ///< None = nobody.
  std::string_view revocations = {};               ///< PEM, of the bundle.
  UtcTime now;
};

struct SeriesJudgement {
  /// The first stamp, where it is believed and nothing is broken: the signature was there by then.
  std::optional<seal::TimeStamp> first;
  std::vector<seal::TimeStamp> renewals;  ///< That hold it up, in order.
  std::vector<std::string> broken;        ///< Sentences on stamps that do not hold.
  std::vector<std::string> unheard;       ///< On those that prove nothing.
};

/// From the last stamp to the first: the last as it stands, each other at the time which the next
/// one proves. One that did not hold any more by then was not renewed: that is told, and it counts
/// as though it were the last. A stamp over other bytes, before that which it renews, or of nobody
/// who is believed breaks the series.
[[nodiscard]] SeriesJudgement judge_stamps(const StampSeries& series,
                                           const StampQuestion& question);

}  // namespace rackproof
