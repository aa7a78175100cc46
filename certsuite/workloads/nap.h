#pragma once

#include <algorithm>

#include "certsuite/workloads/pace.h"

namespace rackproof {

/// Sleeps until the pace reads `until`, its time is over or a stop was asked for.
inline void nap_until(const Pace& pace, double until) {
  while (pace.elapsed_seconds() < until && !pace.is_over()) {
    pace.rest(std::min(until - pace.elapsed_seconds(), pace.left_seconds()));
  }
}

}  // namespace rackproof
