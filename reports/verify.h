#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "reports/seal/trust.h"
#include "schemas/result.h"
#include "schemas/time.h"
#include "schemas/verdict.h"

namespace rackproof {

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
  std::string title;
  Outcome overall = Outcome::invalid;
  bool simulated = false;
  bool reproduced = false;  ///< The evidence gives the report's verdicts, bit for bit.
};

/// What a script should make of it.
enum class Standing {
  good,       ///< All four answers are ok.
  not_pass,   ///< Genuine and reproduced, but not PASS, or simulated.
  untrusted,  ///< Altered, unsealed, not by a trusted key, impossible times, not reproduced.
};
[[nodiscard]] Standing standing_of(const Verification& verification);

struct VerifyOptions {
  seal::Trust trust;
  UtcTime now;  ///< The verifier's own clock.
  bool allow_simulated = false;
  std::chrono::seconds clock_tolerance = std::chrono::minutes(5);  ///< For times in the future.
};

/// Reads the bundle once and answers. Error only where no answer can be given: not there, no
/// permission, I/O, or Error{unsupported} for a sealed statement of a newer format.
Result<Verification> verify(const std::string& bundle, const VerifyOptions& options);

}  // namespace rackproof
