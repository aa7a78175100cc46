#pragma once

#include <string>

#include "schemas/health.h"

namespace rackproof {

/// The report for people: worst first, a line a node, a line a finding, a last line that counts.
/// What several questions say of one device in the same words is one line. Pure.
[[nodiscard]] std::string health_text(const HealthReport& report);

}  // namespace rackproof
