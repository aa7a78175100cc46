#pragma once

#include <string>

#include "reports/report_view.h"
#include "schemas/result.h"

namespace rackproof {

/// The report for a terminal: plain UTF-8 text, no colour, lines that wrap at about 100 columns.
/// The same view gives the same bytes. Error only where a series cannot be read.
Result<std::string> render_text(const ReportView& view);

}  // namespace rackproof
