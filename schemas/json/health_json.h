#pragma once

#include <string>

#include "schemas/health.h"

namespace rackproof {

/// One document, format "rackproof-health/1" (schemas/json/published/health.schema.json).
[[nodiscard]] std::string encode_health(const HealthReport& report);

}  // namespace rackproof
