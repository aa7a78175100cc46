#pragma once

#include <string>

#include "certsuite/coverage.h"
#include "certsuite/plan.h"

namespace rackproof {

/// A plan for people, at most 100 columns: what will be run and what each step can find, what will
/// not be judged and why, what no criterion looks at, why the run cannot pass where that is known,
/// and the plan's digest.
[[nodiscard]] std::string plan_page(const Plan& plan, const Coverage& coverage);

}  // namespace rackproof
