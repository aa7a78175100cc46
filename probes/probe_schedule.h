#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace rackproof {

/// A moment of a clock that never steps; only differences and the grid over them mean anything.
using ScheduleTime = std::chrono::nanoseconds;

/// When a source that goes on failing is left alone for a while.
struct SuspendRule {
  int failures = 0;  ///< Passes in a row that must fail; 0 = it never is.
  std::chrono::milliseconds longest = std::chrono::minutes(5);  ///< Between two tries.
};

/// Where in its period a probe is read, so that a fleet whose clocks began together does not read,
/// nor push, at one moment: the same for this machine and probe for ever, spread evenly over
/// machines. In [0, period); 0 where `machine_id` is "".
[[nodiscard]] std::chrono::milliseconds fleet_phase(std::string_view machine_id,
                                                    std::string_view probe,
                                                    std::chrono::milliseconds period);

/// The first tick after `moment` on the grid origin + n * period, n of either sign.
[[nodiscard]] ScheduleTime tick_after(ScheduleTime moment, ScheduleTime origin,
                                      ScheduleTime period);

/// How a pass ended, as the schedule sees it.
enum class PassEnd {
  read,    ///< It gave samples.
  failed,  ///< The source as a whole did not answer.
  absent,  ///< There is nothing here to be read, for now.
};

/// What a pass changed.
enum class ScheduleNews {
  none,
  suspended,  ///< That was one failure too many: tries become rarer from here on.
  resumed,    ///< It answers again after it was suspended: the period holds again.
};

/// When one probe is read next. Ticks lie on a grid, origin + n * period, and stay there however
/// long a pass takes: a pass that ends beyond the next tick skips what it ran over, counts it, and
/// never makes up for it by two passes in a row. Pure; one thread at a time.
class ProbeSchedule {
 public:
  struct Settings {
    std::chrono::milliseconds period{1000};
    SuspendRule suspend = {};
    /// After which an absent source is asked again; 0 = with the next tick.
    std::chrono::milliseconds absent_again{0};
  };

  /// The first pass is due with the first tick at `start` or later.
  ProbeSchedule(const Settings& settings, ScheduleTime origin, ScheduleTime start);

  [[nodiscard]] ScheduleTime next() const { return next_; }
  /// Passes that fell out because an earlier one, or the machine, was late. Tries that a suspended
  /// source is spared are none.
  [[nodiscard]] std::int64_t missed() const { return missed_; }
  [[nodiscard]] bool suspended() const { return suspended_; }
  /// From the end of one try to the next, while suspended.
  [[nodiscard]] std::chrono::milliseconds pause() const { return pause_; }

  /// A pass that began at `begun`, due or on demand, has ended at `ended`.
  ScheduleNews passed(ScheduleTime begun, ScheduleTime ended, PassEnd end);

 private:
  /// Ticks in (-infinity, moment], counted from some tick that stays.
  [[nodiscard]] std::int64_t ticks_until(ScheduleTime moment) const;
  [[nodiscard]] ScheduleTime tick_after(ScheduleTime moment) const;
  ScheduleNews judge(PassEnd end);

  Settings settings_;
  ScheduleTime origin_;
  ScheduleTime next_;
  bool off_grid_ = false;  ///< `next_` is the end of a pause, not a tick.
  std::int64_t missed_ = 0;
  int failures_ = 0;  ///< In a row.
  bool suspended_ = false;
  std::chrono::milliseconds pause_{0};
};

}  // namespace rackproof
