#include "probes/clock_watch.h"

#include <utility>

namespace rackproof {

std::optional<std::chrono::nanoseconds> ClockWatch::look(UtcTime wall,
                                                         std::chrono::nanoseconds monotonic) {
  const auto before = std::exchange(last_, Look{wall, monotonic});
  if (!before) {
    return std::nullopt;
  }
  const auto went_by = monotonic - before->monotonic;
  const auto step = (wall - before->wall) - went_by;
  const auto size = step.count() < 0 ? -step : step;
  if (size <= kTolerance + went_by / kSlewShare) {
    return std::nullopt;
  }
  return step;
}

}  // namespace rackproof
