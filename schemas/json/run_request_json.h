#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/run_journal.h"

namespace rackproof {

/// request.json of a run that is under way, format "rackproof-run-request/1".
[[nodiscard]] std::string encode_run_request(const RunRequest& request);
/// Error{unsupported} for a newer format.
Result<RunRequest> decode_run_request(std::string_view bytes);

}  // namespace rackproof
