#pragma once

#include "certsuite/criteria/health_absence.h"
#include "schemas/health.h"

namespace rackproof::criteria {

/// Of a silent node only what its last readings had against it: that it is silent is the caller's
/// to say. Error only when the source cannot be read.
Result<NodeHealth> judge_node(const NodeEvidence& evidence);

}  // namespace rackproof::criteria
