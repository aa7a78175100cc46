#pragma once

#include "schemas/inventory.h"
#include "schemas/manifest.h"
#include "schemas/result.h"
#include "schemas/run_record.h"

namespace rackproof {

/// Each attestation that `record` tells has its evidence, by path and digest, in `manifest` and its
/// device in `inventory`; no evidence is told twice, and none lies there untold. Whether a
/// signature in that evidence holds is not asked here. Error{untrusted} names the member and what
/// is wrong.
Result<void> check_attestations(const RunRecord& record, const Manifest& manifest,
                                const Inventory& inventory);

}  // namespace rackproof
