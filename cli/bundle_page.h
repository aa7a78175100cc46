#pragma once

#include <string>

#include "reports/evidence.h"
#include "schemas/result.h"

namespace rackproof {

/// report.html of the bundle in `directory`, made from what is written there, so that it shows what
/// a verifier will read.
Result<std::string> page_of(const std::string& directory);

/// The same of what was read.
Result<std::string> page_of(const Loaded& loaded);

}  // namespace rackproof
