#pragma once

#include "reports/report_view.h"
#include "reports/text_page.h"
#include "schemas/result.h"

/// The parts of the text report that tell of the run and of what surrounded it.
namespace rackproof::text_sections {

/// Every attempt at every step: answers, canary, what it measured with its spread, how to do it
/// again; disturbances and deviations. Error only when a series cannot be read.
Result<void> run(const ReportView& view, TextPage& page);

/// Environment, instruments with their calibration, segments of a resumed run.
void conditions(const ReportView& view, TextPage& page);

/// What other tools said of themselves; nothing at all where none was handed over.
void external(const ReportView& view, TextPage& page);

}  // namespace rackproof::text_sections
