#pragma once

#include <chrono>
#include <optional>

#include "schemas/time.h"

namespace rackproof {

/// Sees the wall clock being set: UTC moved on by other than what a clock that never steps says
/// went by. What NTP slews is no step. Pure; one thread at a time.
class ClockWatch {
 public:
  /// Between two looks the two clocks may part by this much, and by a tenth of what went by: the
  /// fastest that chrony slews is a twelfth (maxslewrate, chrony.conf(5)).
  static constexpr std::chrono::milliseconds kTolerance{250};
  static constexpr int kSlewShare = 10;

  /// Both clocks read at one moment. The size of a step since the look before, forward above 0.
  std::optional<std::chrono::nanoseconds> look(UtcTime wall, std::chrono::nanoseconds monotonic);

 private:
  struct Look {
    UtcTime wall;
    std::chrono::nanoseconds monotonic;
  };
  std::optional<Look> last_;
};

}  // namespace rackproof
