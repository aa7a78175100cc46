#pragma once

#include <string>

#include "reports/report_view.h"
#include "schemas/result.h"

namespace rackproof {

/// report.html: one file that a browser shows without network, script or plug-in, on a phone and in
/// print. A rendering, not evidence: verifying never reads it. The same view gives the same bytes.
/// Error only where a series cannot be read.
Result<std::string> render_html(const ReportView& view);

}  // namespace rackproof
