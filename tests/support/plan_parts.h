#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/plan.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"

namespace rackproof::testing {

[[nodiscard]] Quantity quantity(double value, Unit unit);

/// A phase of `seconds` in tier quick.
[[nodiscard]] Phase quick_phase(std::string id, std::string workload, double seconds);

/// A reference of these phases and nothing else; its digest is 64 times 'a'.
[[nodiscard]] ResolvedReference reference_of(std::vector<Phase> phases);

/// An inventory with devices of these ids, sorted.
[[nodiscard]] Inventory inventory_of(std::vector<std::string> ids);

/// Knows "eager", which can always run, and "picky", which says "no compiler found".
[[nodiscard]] std::unique_ptr<Workload> make_pretended(std::string_view name);

}  // namespace rackproof::testing
