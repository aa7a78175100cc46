#pragma once

#include <string_view>

#include "reports/ocptv_lines.h"
#include "reports/report_view.h"
#include "schemas/verdict.h"

namespace rackproof::ocptv {

/// The type of a diagnosis: PASS and FAIL are themselves, all else is UNKNOWN. So is an advisory
/// FAIL, since it does not count and a run with a failing diagnosis may not pass.
[[nodiscard]] std::string_view diagnosis_type(const Verdict& verdict);

/// One test step a criterion: for each device what was observed and a diagnosis. Limits are given
/// as validators (after the decision rule) only where a reader who works them out comes to the
/// verdict of the report; they stand in the metadata in any case.
void add_verdicts(const ReportView& view, Lines& lines);

}  // namespace rackproof::ocptv
