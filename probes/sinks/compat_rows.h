#pragma once

#include <span>

#include "probes/sinks/compat.h"

namespace rackproof {

/// Names, types and scales as node_exporter's own end-to-end output shows them.
[[nodiscard]] std::span<const CompatRow> node_exporter_rows();

/// Names, types and units of dcgm-exporter's default-counters.csv, commented-out ones included.
[[nodiscard]] std::span<const CompatRow> dcgm_exporter_rows();

}  // namespace rackproof
