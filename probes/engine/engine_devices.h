#pragma once

#include <string>

#include "probes/engine/engine_answer.h"
#include "schemas/device.h"
#include "schemas/telemetry_source.h"

namespace rackproof::engine {

/// A metric of the engine: as the catalogue has it; for one that it lacks what the name tells, and
/// "" for its unit.
[[nodiscard]] StoredMetric described(const std::string& name);

/// The device that a series of rackproof_device_info tells of. Its attributes are "site", "rack"
/// and "node", as far as they are given.
[[nodiscard]] Device device_of(const Labels& labels);

}  // namespace rackproof::engine
