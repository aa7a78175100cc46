#pragma once

#include <string_view>

namespace rackproof {

/// The style sheet of report.html: fonts of the system, nothing fetched; a narrow screen and paper
/// have rules of their own.
extern const std::string_view kReportStyle;

}  // namespace rackproof
