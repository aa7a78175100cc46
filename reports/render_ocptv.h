#pragma once

#include <string>

#include "reports/report_view.h"
#include "schemas/result.h"

namespace rackproof {

/// The report as OCP Test & Validation 2.0 output, JSON lines: the run's steps, then a step a
/// criterion, then the overall verdict. The same view gives the same bytes. The run's result is
/// PASS for PASS on a machine that is no captured one, FAIL for FAIL, and NOT_APPLICABLE with
/// status ERROR for all else. What is made was put to ocptv_findings(): Error{malformed} where
/// they have something to say; the error of a series that cannot be read.
Result<std::string> render_ocptv(const ReportView& view);

}  // namespace rackproof
