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

/// The workload of that name, or the part that a workload starts as a process of its own; null when
/// there is none.
std::unique_ptr<Workload> make_workload(std::string_view name);

}  // namespace rackproof
