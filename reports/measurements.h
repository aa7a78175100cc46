#pragma once

#include <string>
#include <vector>

#include "schemas/measurement.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/series_source.h"

namespace rackproof {

/// What the steps of `record` measured: of every measurement's series in each step, after its
/// warm-up, the mean with its type A uncertainty and the 5th percentile, in the order of steps,
/// devices and metrics. Nothing for a step that was skipped. Error only when a series cannot be
/// read.
Result<std::vector<Measurement>> measurements_of(const RunRecord& record, SeriesSource& series);

/// What `record` tells of measurements and `series` does not give, a sentence each, the first few;
/// nothing for a record from before they were told. `whole`: none may be left untold either.
Result<std::vector<std::string>> false_measurements(const RunRecord& record, SeriesSource& series,
                                                    bool whole);

}  // namespace rackproof
