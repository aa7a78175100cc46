#pragma once

#include <span>
#include <string_view>

#include "probes/survey.h"

namespace rackproof::infiniband {

struct CounterRow {
  std::string_view file;
  const Metric* metric;
  ReadingParser parse;
};

/// Files of ports/N/counters: the PMA counters.
std::span<const CounterRow> port_counters();
/// Files of ports/N/counters_ext: the 64-bit set that older kernels kept apart.
std::span<const CounterRow> extended_counters();
/// Files of hw_counters, of the port or of the device: mlx5 and EFA.
std::span<const CounterRow> hardware_counters();

}  // namespace rackproof::infiniband
