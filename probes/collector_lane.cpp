#include "probes/collector_lane.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "probes/collector.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kDuration = metrics::named("probe_duration_seconds");
constexpr auto kSuccess = metrics::named("probe_success");
constexpr auto kMissed = metrics::named("probe_passes_missed_total");
constexpr std::chrono::milliseconds kLeastReproach{1000};

PassEnd end_of(const PassOutcome& outcome) {
  if (outcome.reading) {
    return PassEnd::read;
  }
  return outcome.over_for_good ? PassEnd::absent : PassEnd::failed;
}

}  // namespace

/// Whole milliseconds, as periods are.
ScheduleTime round_phase(const CollectorPace& pace, ScheduleTime period) {
  return fleet_phase(pace.machine_id, "",
                     std::chrono::duration_cast<std::chrono::milliseconds>(period));
}

LanePace lane_pace(const CollectorPace& pace, const Probe& probe, ScheduleTime start) {
  LanePace lane;
  const auto own = pace.periods.find(probe.name());
  lane.schedule = {.period = own == pace.periods.end() ? probe.period() : own->second,
                   .suspend = pace.suspend,
                   .absent_again = pace.absent_again};
  lane.is_told = pace.is_told;
  lane.may_join_round = pace.shares_round && pace.gather.count() > 0 && !probe.waits_for_others();
  if (pace.machine_id.empty()) {
    lane.origin = start;
  } else if (lane.may_join_round) {
    lane.origin = round_phase(pace, lane.schedule.period);
  } else {
    lane.origin = fleet_phase(pace.machine_id, probe.name(), lane.schedule.period);
  }
  return lane;
}

CollectorLane::CollectorLane(const Host& host, Probe& probe, const LanePace& pace,
                             ScheduleTime start)
    : host_(host),
      pass_(host, probe),
      schedule_(pace.schedule, pace.origin, start),
      period_(pace.schedule.period),
      patience_(probe.patience()),
      asks_again_(pace.schedule.absent_again.count() > 0),
      is_told_(pace.is_told),
      place_(pace.may_join_round) {
  record.name = probe.name();
}

void CollectorLane::begin(ScheduleTime now) {
  if (schedule_.suspended()) {
    pass_.forget();  // a driver that was loaded anew has its devices elsewhere
    discovers_ = true;
  }
  begun_ = now;
}

Batch CollectorLane::end(PassOutcome outcome, ScheduleTime now, DeviceIndex& index) {
  Batch batch;
  const auto begun = begun_.value_or(now);
  const auto news = schedule_.passed(begun, now, end_of(outcome));
  place_.passed(now - begun, outcome.reading.has_value());
  if (outcome.found) {
    places_ = index.places_of(*outcome.found);
    discovers_ = false;
  }
  if (outcome.reading) {
    batch = {std::move(outcome.reading->samples), std::move(outcome.reading->events)};
    relocate(batch.samples, places_);
  } else {
    record.last_failure = outcome.reading.error().message;
  }
  tell_of_return(now, batch);
  if (outcome.over_for_good) {
    over = !asks_again_;
    return batch;
  }
  record.failures += outcome.reading ? 0 : 1;
  ++record.passes;
  record.longest_seconds = std::max(record.longest_seconds, outcome.seconds);
  const auto at = host_.clock.now();
  batch.samples.push_back({self, kDuration, at, outcome.seconds});
  batch.samples.push_back({self, kSuccess, at, std::int64_t{outcome.reading ? 1 : 0}});
  if (is_told_) {
    batch.samples.push_back({self, kMissed, at, schedule_.missed()});
    tell_of(news, batch);
  }
  return batch;
}

void CollectorLane::tell_of(ScheduleNews news, Batch& batch) {
  if (news == ScheduleNews::suspended) {
    batch.events.push_back(
        event("probe_suspended", Severity::warning,
              "goes on failing, and is tried more and more rarely; last: " + record.last_failure));
  } else if (news == ScheduleNews::resumed) {
    batch.events.push_back(event("probe_resumed", Severity::info, "answers again"));
  }
}

void CollectorLane::tell_of_return(ScheduleTime now, Batch& batch) {
  const auto begun = std::exchange(begun_, std::nullopt);
  if (std::exchange(reproached_, std::nullopt) && begun) {
    batch.events.push_back(event("probe_came_back", Severity::info,
                                 "came back after " + format_duration(now - *begun)));
  }
}

Batch CollectorLane::reproach(ScheduleTime now) {
  Batch batch;
  const auto allowed = discovers_ ? 2 * patience_ : patience_;  // discover() and read() in one
  if (!is_told_ || !begun_ || now - *begun_ < allowed) {
    return batch;
  }
  if (!reproached_) {
    ++record.failures;
    record.last_failure = record.name + ": hangs";
    batch.events.push_back(event("probe_hangs", Severity::error,
                                 "did not come back within " + format_duration(allowed)));
  } else if (now - *reproached_ < std::max(period_, kLeastReproach)) {
    return batch;
  }
  reproached_ = now;
  batch.samples.push_back({self, kSuccess, host_.clock.now(), std::int64_t{0}});
  return batch;
}

Event CollectorLane::event(std::string code, Severity severity, std::string text) {
  return {probe_device_id(record.name),
          host_.clock.now(),
          std::string(kCollectorName),
          std::move(code),
          severity,
          record.name + ": " + std::move(text),
          ++events_};
}

}  // namespace rackproof
