#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "certsuite/workload.h"
#include "certsuite/workloads/registry.h"

/// Workloads that misbehave in one way each. A certification that passes one of them is broken.
/// They are in no reference and not in the product's registry.
namespace rackproof {

/// Environment variable with the path of the file that selftest_runs_hot heats, in millidegrees.
inline constexpr const char* kHeatedSensor = "RACKPROOF_SELFTEST_SENSOR";

/// Every self-test; all names begin with "selftest_".
std::span<const WorkloadEntry> selftest_registry();

/// The self-test named `name`; null when there is none.
std::unique_ptr<Workload> make_selftest(std::string_view name);

}  // namespace rackproof
