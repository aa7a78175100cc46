#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/report.h"
#include "schemas/result.h"
#include "schemas/time.h"
#include "schemas/waiver.h"

/// Waivers stand beside verdicts and never in their place. Pure.
namespace rackproof::criteria {

/// Whether it holds no more: its last day (UTC) was over at `at`, or its date is none.
[[nodiscard]] bool has_expired(const Waiver& waiver, UtcTime at);

/// Each says requirement, authoriser, expiry and reason, and what it waives is judged.
[[nodiscard]] bool waivers_are_whole(const Report& report);

/// Error{malformed} naming the first waiver of a requirement that is none of `requirements`, with
/// the nearest of them.
Result<void> check_waived(const std::vector<Waiver>& waivers,
                          const std::vector<std::string>& requirements);

/// Those of one requirement, in the order of the report.
[[nodiscard]] std::vector<const Waiver*> waivers_of(const Report& report,
                                                    std::string_view requirement);

/// "waived by Jo, QA, until 2027-01-31: slow since delivery; the verdict stays FAIL". One that had
/// expired when the report was issued is said to have.
[[nodiscard]] std::string waiver_told(const Waiver& waiver, std::string_view verdict,
                                      UtcTime issued);

/// A sentence for each waiver: "hbm-bandwidth is waived by ...; the verdicts stay FAIL, PASS".
[[nodiscard]] std::vector<std::string> waivers_told(const Report& report);

}  // namespace rackproof::criteria
