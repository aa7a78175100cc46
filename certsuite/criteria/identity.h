#pragma once

#include <optional>

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/verdict.h"

namespace rackproof::criteria {

/// Whether this reference is for that machine, one verdict "identity" on the node: PASS or
/// INCONCLUSIVE, never FAIL: a machine does not break a reference that is not for it. Its class is
/// "identity", so that it answers no class that must be judged. Nothing where the reference names
/// no identity. A PCI id is held against the attributes "vendor_id" and "device_id" (hex) of PCI
/// functions, an architecture against the node's attribute "architecture". A mismatch has
/// `readable` 1 where only some of the PCI functions are missing: then it may well be that machine,
/// with a part gone.
[[nodiscard]] std::optional<Verdict> judge_identity(const Architecture& reference,
                                                    const Inventory& inventory);

/// Whether one software row matches as a whole, one verdict "software", class "inventory", on the
/// node. FAIL where every row is contradicted by a version that was read; INCONCLUSIVE where a row
/// might match but for a name that the inventory lacks. Nothing where the reference has no rows.
[[nodiscard]] std::optional<Verdict> judge_software(const Architecture& reference,
                                                    const Inventory& inventory);

}  // namespace rackproof::criteria
