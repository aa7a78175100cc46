#include "schemas/health.h"

#include <algorithm>

namespace rackproof {

HealthState state_of(const HealthReport& report) {
  const bool plain = !report.nodes.empty() && report.notes.empty();
  auto worst = plain ? HealthState::healthy : HealthState::unknown;
  for (const auto& node : report.nodes) {
    worst = std::max(worst, node.state);
  }
  return worst;
}

}  // namespace rackproof
