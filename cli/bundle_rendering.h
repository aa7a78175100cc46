#pragma once

#include <string>
#include <string_view>

#include "reports/evidence.h"
#include "schemas/result.h"

namespace rackproof {

/// The report of a bundle as "text", "html" or "json" (the statement's bytes).
Result<std::string> bundle_rendering(const Loaded& loaded, std::string_view format);

/// A later bundle's report beside an earlier one's, in the same formats. Error{absent} where one of
/// them holds no report.
Result<std::string> baseline_rendering(const Loaded& earlier, const Loaded& later,
                                       std::string_view format);

}  // namespace rackproof
