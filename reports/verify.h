#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/report_ledger.h"
#include "reports/status_list.h"
#include "reports/trust_policy.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"
#include "schemas/time.h"
#include "schemas/verdict.h"

namespace rackproof {

/// What status lists say of a report.
enum class StatusFound {
  not_asked,    ///< Nobody is trusted with status lists, and none speaks against it.
  valid,        ///< A current one says valid.
  missing,      ///< None is here by its issuer that names it.
  not_current,  ///< One says valid and is stale, too old or contradicted.
  ended,        ///< Withdrawn, superseded, or known with other content.
};

inline constexpr std::array kStatusFound{
    EnumName<StatusFound>{StatusFound::not_asked, "not_asked"},
    EnumName<StatusFound>{StatusFound::valid, "valid"},
    EnumName<StatusFound>{StatusFound::missing, "missing"},
    EnumName<StatusFound>{StatusFound::not_current, "not_current"},
    EnumName<StatusFound>{StatusFound::ended, "ended"},
};

/// A signature that counts.
struct VerifiedSigner {
  seal::Role role = seal::Role::collector;
  std::string key_id;
  std::string trust_id;  ///< Of the entry in the trust file; "" = it has none.
};

/// One of the four answers, kept apart from the other three.
struct Answer {
  bool ok = false;
  std::string sentence;              ///< For people, one line.
  std::vector<std::string> details;  ///< What failed, or what the sentence rests on.
};

/// What a verifier can say of one bundle.
struct Verification {
  std::string bundle;  ///< Path as it was given.
  Answer integrity;    ///< Are these the bytes that were sealed, all of them?
  Answer identity;     ///< Did keys that are trusted for it seal them?
  Answer time;         ///< When, and who says so?
  Answer verdict;      ///< Does the evidence give these verdicts, and is the overall one PASS?
  // What was read, as far as reading came; "" where it did not.
  std::string run_id;
  std::string report_id;
  int sequence = 0;  ///< The issuer's number of the report; 0 = none.
  std::string title;
  Outcome overall = Outcome::invalid;
  bool simulated = false;
  bool reproduced = false;  ///< The evidence gives the report's verdicts, bit for bit.
  /// The reasons were compared too, word for word. Another release may say the same in other
  /// words, so that those of its reports are not.
  bool reasons_compared = false;
  bool demands_met = false;  ///< The report is one that the trust file accepts.
  StatusFound status = StatusFound::not_asked;
  std::vector<VerifiedSigner> signers = {};  ///< First of the run record, then of the report.
  KnownReport known = {};  ///< As it is remembered; empty ids where it is not genuine.
  std::vector<KnownEdition> editions = {};  ///< Status lists that were heard.
};

/// What a script should make of it.
enum class Standing {
  good,       ///< All four answers are ok.
  not_pass,   ///< Genuine and reproduced, but not PASS, or simulated.
  untrusted,  ///< Altered, unsealed, not by a trusted key, impossible times, not reproduced,
              ///< not what the trust file demands.
};
[[nodiscard]] Standing standing_of(const Verification& verification);

struct VerifyOptions {
  TrustPolicy trust;
  UtcTime now;  ///< The verifier's own clock.
  bool allow_simulated = false;
  std::chrono::seconds clock_tolerance = std::chrono::minutes(5);  ///< For times in the future.
  std::optional<FoundStatus> status =
      {};  ///< The owner's own status list, besides that in a bundle.
  std::vector<KnownEdition> seen_editions = {};  ///< Of status lists that were seen before.
};

/// Says in `verification` what reports that were verified before, or beside it, say against it.
void object(Verification& verification, std::span<const KnownReport> known);

/// Reads the bundle once and answers. Error only where no answer can be given: not there, no
/// permission, I/O, Error{unsupported} for a sealed statement of a newer format, or
/// Error{untrusted} for a trust file past its end.
Result<Verification> verify(const std::string& bundle, const VerifyOptions& options);

}  // namespace rackproof
