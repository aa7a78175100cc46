#pragma once

#include "reports/ocptv_lines.h"
#include "reports/report_view.h"
#include "schemas/result.h"

namespace rackproof::ocptv {

/// One test step a step of the run, every attempt: what it was, the spread of what it measured
/// after warm-up, and each wrong answer as a failing diagnosis. Error only where a series cannot be
/// read.
Result<void> add_run_steps(const ReportView& view, Lines& lines);

}  // namespace rackproof::ocptv
