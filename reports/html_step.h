#pragma once

#include <cstddef>
#include <string>

#include "reports/report_view.h"
#include "schemas/result.h"

namespace rackproof::html_sections {

/// One attempt at a step: status, answers, canary, windows with their spread, the criteria over its
/// phase, and the command that does it again. Error only when a series cannot be read.
[[nodiscard]] Result<std::string> step_card(const ReportView& view, const Step& step,
                                            std::size_t number);

}  // namespace rackproof::html_sections
