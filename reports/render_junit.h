#pragma once

#include <string>

#include "reports/report_view.h"

namespace rackproof {

/// The report as a JUnit XML file for continuous integration, valid under docs/junit.xsd: UTF-8, no
/// character that XML cannot hold. The same view gives the same bytes. What becomes of each
/// verdict: reports/junit_cases.h.
[[nodiscard]] std::string render_junit(const ReportView& view);

}  // namespace rackproof
