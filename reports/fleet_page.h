#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "reports/fleet_view.h"

/// A fleet at one look: one page of HTML each, which fetches nothing else and runs no script.
namespace rackproof {

/// What was last read longer ago is shown as stale.
inline constexpr std::chrono::minutes kFleetStale{5};

/// Every node on a line, those with something to tell first, up to two thousand. Each links to
/// "?node=ID".
[[nodiscard]] std::string fleet_page(const std::vector<FleetNode>& nodes, UtcTime now);

/// The devices of one node, with the reasons of what could not be read.
[[nodiscard]] std::string node_page(const FleetNode& node, UtcTime now);

/// For a fleet that cannot be shown.
[[nodiscard]] std::string fleet_trouble_page(std::string_view why, UtcTime now);

}  // namespace rackproof
