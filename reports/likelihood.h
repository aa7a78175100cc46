#pragma once

#include <string>

#include "schemas/architecture.h"
#include "schemas/run_record.h"
#include "schemas/verdict.h"

/// What a verdict is worth, in words for people: no verdict is computed from one of these.
namespace rackproof::likelihood {

/// "97.7 % likely within the limit" where the uncertainty of the observed value is known (normal
/// distribution, JCGM 106); "" where it is not.
[[nodiscard]] std::string conformance(const Verdict& verdict);

/// What so few events say of their rate, with 95 % confidence: "0 events in 52 min 00 s: below 3.5
/// per hour (95 %)" for a counter's growth, "0 wrong in 1 000 checks: below 0.3 % of checks (95 %)"
/// for a workload's answers; "" for anything else, and for many events.
[[nodiscard]] std::string event_bound(const Verdict& verdict, const Architecture& reference,
                                      const RunRecord& record);

/// Both, with "; " between.
[[nodiscard]] std::string in_words(const Verdict& verdict, const Architecture& reference,
                                   const RunRecord& record);

}  // namespace rackproof::likelihood
