#pragma once

#include <chrono>
#include <utility>

#include "probes/machine/clock.h"

namespace rackproof::testing {

/// Stands still at 2026-11-21T05:17:00Z, or where it was put. Not for two threads while it moves.
class FrozenClock final : public Clock {
 public:
  FrozenClock() = default;
  explicit FrozenClock(UtcTime now) : now_(now) {}

  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return monotonic_; }
  [[nodiscard]] ClockSync synchronisation() const override { return sync_; }

  void advance(std::chrono::nanoseconds step) {
    now_ += step;
    monotonic_ += step;
  }
  /// Moves the wall clock alone, as an administrator or NTP would.
  void step_wall(std::chrono::nanoseconds step) { now_ += step; }
  void tell(ClockSync sync) { sync_ = std::move(sync); }

 private:
  UtcTime now_{std::chrono::seconds(1795238220)};
  std::chrono::nanoseconds monotonic_ = std::chrono::hours(1);
  ClockSync sync_{.why = "it stands still"};
};

}  // namespace rackproof::testing
