#pragma once

#include <string>

#include "schemas/result.h"

namespace rackproof {

/// report.html of the bundle in `directory`, made from what is written there, so that it shows what
/// a verifier will read.
Result<std::string> page_of(const std::string& directory);

}  // namespace rackproof
