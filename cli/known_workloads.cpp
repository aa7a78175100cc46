#include "cli/known_workloads.h"

#include "certsuite/workloads/registry.h"

namespace rackproof {

std::vector<KnownWorkload> known_workloads() {
  std::vector<KnownWorkload> known;
  for (const auto& entry : workload_registry()) {
    const auto workload = entry.make();
    KnownWorkload row{std::string(entry.name), {}, {}};
    for (const auto name : workload->measurements()) {
      row.measurements.emplace_back(name);
    }
    for (const auto name : workload->parameters()) {
      row.parameters.emplace_back(name);
    }
    known.push_back(std::move(row));
  }
  return known;
}

}  // namespace rackproof
