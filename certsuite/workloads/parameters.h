#pragma once

#include <algorithm>
#include <string_view>

#include "certsuite/workload.h"

namespace rackproof {

/// The phase's parameter `name` held between `lowest` and `highest`, or `otherwise` where the phase
/// does not give it. NaN counts as not given.
[[nodiscard]] inline double parameter(const Effort& effort, std::string_view name, double otherwise,
                                      double lowest, double highest) {
  const auto found = effort.parameters.find(name);
  const bool given = found != effort.parameters.end() && found->second == found->second;
  return std::clamp(given ? found->second : otherwise, lowest, highest);
}

}  // namespace rackproof
