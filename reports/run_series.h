#pragma once

#include <vector>

#include "reports/plot.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/series_source.h"

namespace rackproof {

/// What a person wants to see of a run over its phases: temperatures, power (a meter's, or the
/// slope of an energy counter), clocks, each workload's rates, and how far error counters grew.
/// The first three stand there even where nothing was read, and say so.
Result<std::vector<Plot>> plots_of(const RunRecord& record, SeriesSource& series);

}  // namespace rackproof
