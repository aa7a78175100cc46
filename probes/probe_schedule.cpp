#include "probes/probe_schedule.h"

#include <algorithm>
#include <utility>

namespace rackproof {
namespace {

/// FNV-1a over 64 bits, then the finalizer of splitmix64: the same on every machine and release.
std::uint64_t spread(std::string_view text, std::uint64_t state) {
  for (const char each : text) {
    state = (state ^ static_cast<unsigned char>(each)) * 0x100000001B3U;
  }
  state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9U;
  state = (state ^ (state >> 27)) * 0x94D049BB133111EBU;
  return state ^ (state >> 31);
}

/// Whole periods from `origin` to `moment`; less than none where it lies before.
std::int64_t ticks_between(ScheduleTime origin, ScheduleTime moment, ScheduleTime period) {
  const auto since = (moment - origin).count();
  const bool rounded_up = since < 0 && since % period.count() != 0;  // division rounds towards zero
  return since / period.count() - (rounded_up ? 1 : 0);
}

}  // namespace

ScheduleTime tick_after(ScheduleTime moment, ScheduleTime origin, ScheduleTime period) {
  return origin + (ticks_between(origin, moment, period) + 1) * period;
}

std::chrono::milliseconds fleet_phase(std::string_view machine_id, std::string_view probe,
                                      std::chrono::milliseconds period) {
  if (machine_id.empty() || period.count() <= 0) {
    return std::chrono::milliseconds(0);
  }
  const auto place = spread(probe, spread(machine_id, 0xCBF29CE484222325U));
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(place % static_cast<std::uint64_t>(period.count())));
}

ProbeSchedule::ProbeSchedule(const Settings& settings, ScheduleTime origin, ScheduleTime start)
    : settings_(settings), origin_(origin) {
  settings_.period = std::max(settings_.period, std::chrono::milliseconds(1));
  next_ = tick_after(start - ScheduleTime(1));
}

std::int64_t ProbeSchedule::ticks_until(ScheduleTime moment) const {
  return ticks_between(origin_, moment, settings_.period);
}

ScheduleTime ProbeSchedule::tick_after(ScheduleTime moment) const {
  return rackproof::tick_after(moment, origin_, settings_.period);
}

ScheduleNews ProbeSchedule::judge(PassEnd end) {
  if (end != PassEnd::failed) {
    failures_ = 0;
    const bool was_suspended = std::exchange(suspended_, false);
    return was_suspended && end == PassEnd::read ? ScheduleNews::resumed : ScheduleNews::none;
  }
  ++failures_;
  if (settings_.suspend.failures == 0 || failures_ < settings_.suspend.failures) {
    return ScheduleNews::none;
  }
  const auto longest = std::max(settings_.suspend.longest, settings_.period);
  pause_ = std::min(longest, 2 * (suspended_ ? pause_ : settings_.period));
  return std::exchange(suspended_, true) ? ScheduleNews::none : ScheduleNews::suspended;
}

ScheduleNews ProbeSchedule::passed(ScheduleTime begun, ScheduleTime ended, PassEnd end) {
  const bool on_demand = !off_grid_ && begun < next_;
  const auto served = on_demand ? next_ - ScheduleTime(1) : off_grid_ ? begun : next_;
  const auto news = judge(end);
  const bool rests = end == PassEnd::absent && settings_.absent_again.count() > 0;
  off_grid_ = suspended_ || rests;
  if (off_grid_) {
    next_ = ended + (suspended_ ? pause_ : settings_.absent_again);
    return news;
  }
  missed_ += std::max<std::int64_t>(0, ticks_until(ended) - ticks_until(served));
  next_ = tick_after(std::max(ended, served));
  return news;
}

}  // namespace rackproof
