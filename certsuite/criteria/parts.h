#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/verdict.h"

namespace rackproof::criteria {

/// "part-<kind>": how many there are.
[[nodiscard]] std::string part_requirement(DeviceKind kind);
/// "<kind>-<figure>": what its maker does not publish.
[[nodiscard]] std::string unpublished_requirement(DeviceKind kind, std::string_view figure);

/// One verdict "part-<kind>" for each declared place of each part: PASS where a device fills it and
/// is what the part asks for, FAIL on the empty slot and on a device of another model, INCONCLUSIVE
/// on one that does not say what is asked; and FAIL on each device beyond a declared maximum. A
/// part counted `in` another kind has one verdict for each device of that kind. All required, class
/// "inventory". Then one NOT JUDGED "<kind>-<figure>", advisory, class "not_public", for each
/// figure that the maker does not publish.
[[nodiscard]] std::vector<Verdict> judge_parts(const Architecture& reference,
                                               const Inventory& inventory);

}  // namespace rackproof::criteria
