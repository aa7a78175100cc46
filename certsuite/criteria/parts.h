#pragma once

#include <vector>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/verdict.h"

namespace rackproof::criteria {

/// One verdict "part-<kind>" for each declared place of each part, PASS where a device fills it,
/// FAIL on the empty slot; and FAIL on each device beyond a declared maximum. All required, class
/// "inventory".
[[nodiscard]] std::vector<Verdict> judge_parts(const Architecture& reference,
                                               const Inventory& inventory);

}  // namespace rackproof::criteria
