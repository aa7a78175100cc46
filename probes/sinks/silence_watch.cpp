#include "probes/sinks/silence_watch.h"

#include <algorithm>

namespace rackproof {

using std::chrono::nanoseconds;

/// A source that gives one old reading again and again says nothing new.
void SilenceWatch::hear(const Sample& sample, nanoseconds monotonic) {
  const auto [found, is_new] = pulses_.try_emplace(SeriesHandle{sample.device, sample.metric});
  auto& pulse = found->second;
  if (is_new || pulse.newest != sample.taken_at) {
    pulse.period = is_new ? nanoseconds(0) : monotonic - pulse.heard;
    pulse.heard = monotonic;
    pulse.newest = sample.taken_at;
  }
}

nanoseconds SilenceWatch::stale_after(const Pulse& pulse) const {
  if (pulse.period.count() <= 0) {
    return rule_.at_most;
  }
  const auto bounded = std::clamp(pulse.period * rule_.periods, rule_.at_least, rule_.at_most);
  return std::max(bounded, pulse.period * 2);
}

Samples SilenceWatch::look(const Samples& samples, UtcTime now, nanoseconds monotonic) {
  for (const auto& sample : samples) {
    if (sample.metric != nullptr && !sample.metric->measurement) {
      hear(sample, monotonic);
    }
  }
  Samples silent;
  if (monotonic - looked_at_ < rule_.look_every) {
    return silent;
  }
  looked_at_ = monotonic;
  std::erase_if(pulses_, [&](const auto& entry) {
    const auto age = monotonic - entry.second.heard;
    if (age > stale_after(entry.second)) {
      silent.push_back({entry.first.device, entry.first.metric, now,
                        Error{ErrorKind::stale, "nothing new is heard"}});
    }
    return age > std::max(rule_.forget_after, stale_after(entry.second) * 2);
  });
  return silent;
}

}  // namespace rackproof
