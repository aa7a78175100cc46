#pragma once

#include <string>

#include "certsuite/coverage.h"
#include "certsuite/plan.h"

namespace rackproof {

/// A plan and what it covers as one document of the published schema "plan": deterministic, newline
/// at its end; holds the text whose SHA-256 is the plan's digest.
[[nodiscard]] std::string plan_json(const Plan& plan, const Coverage& coverage);

}  // namespace rackproof
