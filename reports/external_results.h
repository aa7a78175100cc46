#pragma once

#include "reports/bundle_reader.h"
#include "schemas/report.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Each external result that `record` tells is what its file in `bundle` gives when it is read
/// again, and no such file is there untold. Digests of members were compared before.
/// Error{untrusted} names the member and what differs.
Result<void> check_external_results(const RunRecord& record, const Bundle& bundle);

/// A report over `record` tells of every external result that did not pass: Error{untrusted} with
/// the sentence that is missing.
Result<void> check_external_told(const RunRecord& record, const Report& report);

}  // namespace rackproof
