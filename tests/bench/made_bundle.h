#pragma once

#include <string>

#include "schemas/result.h"
#include "tests/bench/telemetry_maker.h"

namespace rackproof::bench {

/// A sealed bundle of a run over racks that are made up: every series of `shape` in its samples,
/// ten criteria over each accelerator, PASS. The key is a file that create_key_pair() made.
[[nodiscard]] Result<void> make_bundle(const TelemetryShape& shape, const std::string& path,
                                       const std::string& key_path);

}  // namespace rackproof::bench
