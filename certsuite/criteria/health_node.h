#pragma once

#include <vector>

#include "certsuite/criteria/health_life.h"
#include "certsuite/criteria/health_nodes.h"
#include "certsuite/criteria/health_screen.h"
#include "schemas/health.h"
#include "schemas/telemetry_source.h"

namespace rackproof::criteria {

/// What a node is judged on. References only.
struct NodeEvidence {
  const HealthNode& node;
  const std::vector<const HealthReference*>& references;
  const Screen& screen;
  const Unread& unread;  ///< Of this node.
  const SeenDevices& seen;
  TimeRange window;
  TelemetrySource& source;  ///< For a closer look at the readings of few series.
  bool silent = false;      ///< Nothing of the node is read any more.
};

/// Of a silent node only what its last readings had against it: that it is silent is the caller's
/// to say. Error only when the source cannot be read.
Result<NodeHealth> judge_node(const NodeEvidence& evidence);

}  // namespace rackproof::criteria
