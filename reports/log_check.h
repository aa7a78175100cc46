#pragma once

#include <optional>
#include <string>

#include "reports/bundle_reader.h"
#include "reports/proven_time.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"
#include "schemas/time.h"

namespace rackproof {

/// What the log proof of a bundle says.
struct LogFound {
  std::string sentence;  ///< For people, one line.
  std::optional<TimeBound> by =
      {};              ///< The sealed report was there by then, where witnesses say so.
  bool holds = false;  ///< One of the logs of the trust file holds the report.
};

/// Judges report.tlog-proof against the very bytes of the sealed report, by the logs of `trust`. A
/// log's window must hold the time that its witnesses prove; where none do, `now`.
/// Nothing where the bundle has no proof; where the trust file names no log, a sentence that it
/// proves nothing, if it is one over this report. Error{untrusted}: a proof that does not hold or
/// is none, one of a report that is not sealed, one by a log outside its window.
Result<std::optional<LogFound>> judge_report_log(const Bundle& bundle, const TrustPolicy& trust,
                                                 UtcTime now);

}  // namespace rackproof
