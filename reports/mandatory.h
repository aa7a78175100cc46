#pragma once

#include "schemas/inventory.h"
#include "schemas/manifest.h"
#include "schemas/report.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

inline constexpr const char* kCertificateTitle = "Compliance report";
inline constexpr const char* kSelfTestTitle = "Self-test, not a certificate";

/// What every report must hold before it may be sealed (docs/report-format.md numbers the items 1
/// to 14). The first thing missing is Error{malformed, "mandatory item 8 (methods): ..."}. What
/// only a site file can tell may be empty: it is printed as "not given" and, without issuer, the
/// title says that this is no certificate.
Result<void> check_mandatory(const RunRecord& record, const Inventory& inventory,
                             const Manifest& manifest);
/// The items that are of the report.
Result<void> check_mandatory(const Report& report, const RunRecord& record);
/// The part of it that reports of every release hold: what verdicts rest on (rule, statistic,
/// evidence), the digest of the evaluator and that of the report that is replaced came later.
Result<void> check_ever_mandatory(const Report& report, const RunRecord& record);

}  // namespace rackproof
