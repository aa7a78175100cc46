#pragma once

#include <functional>
#include <vector>

#include "certsuite/criteria/health_nodes.h"
#include "schemas/health.h"
#include "schemas/telemetry_source.h"

/// Whether nodes are healthy, by what was kept of them over a look-back window: pure but for what
/// it reads of the source.
namespace rackproof::criteria {

/// Which references a node is held to; none where none is for it. What it points to outlives the
/// judgement.
using ReferencesFor = std::function<std::vector<const HealthReference*>(const HealthNode& node)>;

/// Judges every node that the source describes. `range` is widened to whole seconds. Each series
/// is first looked at by a few numbers that are worked out where it is kept; the readings
/// themselves are fetched only of those that these numbers do not clear. Error only when the source
/// cannot be read.
Result<HealthReport> judge_health(TelemetrySource& source, TimeRange range,
                                  const ReferencesFor& references_for);

}  // namespace rackproof::criteria
