#pragma once

#include <string>
#include <vector>

#include "reports/bundle_writer.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// A run of another tool that was named on the command line (--ocptv), and what it says.
struct ExternalFile {
  std::string path;
  ExternalResult result;
};

/// Reads each file, sorted by the members that they will be. Error{malformed} with file, line and
/// reason for one that is refused, for a name that no member can have, for two of one name and for
/// more than kMostExternalRuns; Error{out_of_range} for one that is too large.
Result<std::vector<ExternalFile>> read_external_files(const std::vector<std::string>& paths);

/// What they say, for the request of the run.
[[nodiscard]] std::vector<ExternalResult> results_of(const std::vector<ExternalFile>& files);

/// Copies them into the state directory, so that a run that is resumed has them. Error{malformed}
/// where one has changed since it was read.
Result<void> keep_external_files(const std::vector<ExternalFile>& files, const std::string& state);

/// Whether the state directory still has what the request of the run tells; the error names the
/// file.
Result<void> check_kept_files(const std::vector<ExternalResult>& results, const std::string& state);

/// Makes them members of the bundle, each read again first.
Result<void> add_kept_files(const std::vector<ExternalResult>& results, BundleWriter& writer);

}  // namespace rackproof
