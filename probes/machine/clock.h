#pragma once

#include <chrono>

#include "schemas/time.h"

namespace rackproof {

/// The only door to the time of day. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  Clock(Clock&&) = delete;
  Clock& operator=(Clock&&) = delete;

  [[nodiscard]] virtual UtcTime now() const = 0;
  /// Never steps; for durations and schedules. Counts while suspended (CLOCK_BOOTTIME).
  [[nodiscard]] virtual std::chrono::nanoseconds monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override;
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override;
};

}  // namespace rackproof
