#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "certsuite/workload.h"

namespace rackproof {

struct WorkloadEntry {
  std::string_view name;
  std::unique_ptr<Workload> (*make)();
};

/// Every workload there is.
std::span<const WorkloadEntry> workload_registry();

/// The workload named `name`; null when there is none. Knows openblas_rate too, which is in no
/// list.
std::unique_ptr<Workload> make_workload(std::string_view name);

}  // namespace rackproof
