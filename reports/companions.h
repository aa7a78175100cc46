#pragma once

#include <string>

#include "reports/report_view.h"
#include "schemas/result.h"

/// in-toto statements of general predicates, for policy engines that know nothing of ours. They
/// carry the subjects of the report and say less than it. None of them passes what does not: only
/// PASS of a machine that is no captured one does.
namespace rackproof {

/// test-result v0.1 (in-toto/attestation: spec/predicates/test-result.md). PASSED for PASS, else
/// FAILED. A verdict that is PASS stands in passedTests, a required FAIL, INCONCLUSIVE or INVALID
/// in failedTests; NOT JUDGED and what is advisory and no PASS in neither, so that a policy that
/// asks for it misses it. A report that does not pass has "overall verdict" in failedTests.
[[nodiscard]] std::string test_result_statement(const ReportView& view);

/// Simple verification result v0.2 (spec/predicates/svr.md). It has no word for what did not pass:
/// Error{unsupported} there.
[[nodiscard]] Result<std::string> svr_statement(const ReportView& view);

}  // namespace rackproof
