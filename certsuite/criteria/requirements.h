#pragma once

#include <string>
#include <vector>

#include "schemas/architecture.h"

namespace rackproof::criteria {

/// What judge() may name as criterion of a verdict under `reference`: its criteria, and what
/// follows from its other tables. Without repetition, in the order of the verdicts.
[[nodiscard]] std::vector<std::string> requirements_of(const Architecture& reference);

}  // namespace rackproof::criteria
