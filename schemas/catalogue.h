#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "schemas/metric.h"
#include "schemas/metrics_accelerator.h"
#include "schemas/metrics_facility.h"
#include "schemas/metrics_host.h"
#include "schemas/metrics_infiniband.h"
#include "schemas/metrics_link.h"
#include "schemas/metrics_memory.h"
#include "schemas/metrics_network.h"
#include "schemas/metrics_nvidia.h"
#include "schemas/metrics_probe.h"
#include "schemas/metrics_storage.h"
#include "schemas/metrics_thermal.h"
#include "schemas/metrics_workload.h"

/// The metric catalogue: every name this tool may ever say, one table a domain, one line a metric.
/// A name that a release has used is never given another meaning.
namespace rackproof::metrics {

inline constexpr std::array<std::span<const Metric>, 12> kTables{
    kProbeMetrics,    kHostMetrics,        kThermalMetrics,    kMemoryMetrics,
    kLinkMetrics,     kNetworkMetrics,     kInfinibandMetrics, kStorageMetrics,
    kWorkloadMetrics, kAcceleratorMetrics, kNvidiaMetrics,     kFacilityMetrics,
};

/// Place of the row named `name` in `table`; its size when there is none.
constexpr std::size_t row_of(std::span<const Metric> table, std::string_view name) {
  std::size_t row = 0;
  while (row < table.size() && table[row].name != name) {
    ++row;
  }
  return row;
}

/// The row named `name`, or nullptr. Linear over some hundred rows: look up once, keep the pointer.
constexpr const Metric* find(std::string_view name) {
  for (const auto& table : kTables) {
    const auto row = row_of(table, name);
    if (row < table.size()) {
      return &table[row];
    }
  }
  return nullptr;
}

/// Not constexpr: reaching it while compiling is the error message.
const Metric* no_metric_of_that_name_in_the_catalogue();

/// The row named `name`, looked up while compiling: a typo does not build.
/// `static constexpr auto kWidth = metrics::named("pcie_link_width_lanes");`
consteval const Metric* named(std::string_view name) {
  // Not through find(): under UBSan g++ 12 takes no comparison with null for a constant.
  for (const auto& table : kTables) {
    const auto row = row_of(table, name);
    if (row < table.size()) {
      return &table[row];
    }
  }
  return no_metric_of_that_name_in_the_catalogue();
}

/// Number of metrics over all tables.
constexpr std::size_t count() {
  std::size_t total = 0;
  for (const auto& table : kTables) {
    total += table.size();
  }
  return total;
}

}  // namespace rackproof::metrics
