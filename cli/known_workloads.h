#pragma once

#include <vector>

#include "schemas/toml/lint.h"

namespace rackproof {

/// What every workload of the registry measures and reads, for the lint of references.
[[nodiscard]] std::vector<KnownWorkload> known_workloads();

}  // namespace rackproof
