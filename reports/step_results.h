#pragma once

#include <string>
#include <vector>

#include "schemas/measurement.h"
#include "schemas/run_record.h"

/// What the run record tells that a step measured, for people.
namespace rackproof {

/// Those of this attempt, in the record's order; empty for a record from before they were told.
[[nodiscard]] std::vector<const Measurement*> results_of(const RunRecord& record, const Step& step);

/// "± 12 MB/s, k = 2, type A", or "uncertainty not known".
[[nodiscard]] std::string uncertainty_words(const Measurement& measurement);

/// Of each metric the mean that is least certain for its size: "memory_bandwidth_bytes_per_second:
/// mean 12.35 GB/s ± 12 MB/s, k = 2, type A, of 20 windows on gpu:3, the least certain of 8".
[[nodiscard]] std::vector<std::string> least_certain(const std::vector<const Measurement*>& all);

}  // namespace rackproof
