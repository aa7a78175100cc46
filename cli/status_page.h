#pragma once

#include <string>

#include "schemas/report_status.h"
#include "schemas/time.h"

namespace rackproof {

/// A status list for a terminal: edition, whether it is current at `now`, one line a report.
[[nodiscard]] std::string status_page(const StatusList& list, UtcTime now);

}  // namespace rackproof
