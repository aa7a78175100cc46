#pragma once

#include <chrono>
#include <stop_token>

#include "schemas/clock_sync.h"
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
  /// How far now() is from what it is synchronised to. A clock that is none of the kernel's has
  /// nothing to tell.
  [[nodiscard]] virtual ClockSync synchronisation() const;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override;
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override;
  [[nodiscard]] ClockSync synchronisation() const override;
};

/// The calling thread sleeps for `duration`, less when a stop is asked for. Any thread.
void rest(std::chrono::nanoseconds duration, const std::stop_token& stop);

}  // namespace rackproof
