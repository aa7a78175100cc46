#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

#include "certsuite/workloads/pace.h"

namespace rackproof {

/// Sleeps until the pace reads `until`, its time is over or a stop was asked for; a stop is noticed
/// within a twentieth of a second.
inline void nap_until(const Pace& pace, double until) {
  constexpr double kLongestNap = 0.05;
  while (pace.elapsed_seconds() < until && !pace.is_over()) {
    const double nap = std::clamp(until - pace.elapsed_seconds(), 0.0, kLongestNap);
    std::this_thread::sleep_for(std::chrono::duration<double>(nap));
  }
}

}  // namespace rackproof
