#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "certsuite/workload.h"

namespace rackproof {

/// Puts numbers in ascending order. Called from several threads at once, each with its own numbers.
using Sorter = std::function<void(std::span<std::uint32_t>)>;

/// The work of `sort_exact` with a given sorter: every processor sorts its own shuffle of
/// 0, 1, 2..., after which each number must stand at its own place.
Result<WorkloadOutcome> run_sort_exact(const Effort& effort, WorkloadListener& listener,
                                       const Sorter& sorter);

}  // namespace rackproof
