#pragma once

#include "reports/evidence.h"
#include "reports/report_view.h"
#include "schemas/result.h"

namespace rackproof {

/// What a rendering shows of a bundle that holds a report. Refers to `loaded`, which outlives it.
/// Error{absent} where the bundle holds no report, Error{malformed} for an envelope that is none.
Result<ReportView> view_of(const Loaded& loaded);

}  // namespace rackproof
