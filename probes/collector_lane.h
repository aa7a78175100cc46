#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/device_index.h"
#include "probes/probe_pass.h"
#include "probes/probe_schedule.h"
#include "probes/round_place.h"
#include "probes/sample_queue.h"
#include "schemas/run_record.h"

namespace rackproof {

struct CollectorPace;

/// How the passes of one probe are paced and told of.
struct LanePace {
  ProbeSchedule::Settings schedule;
  ScheduleTime origin{};  ///< Of the grid of its passes.
  bool is_told = false;   ///< Overruns, suspensions and missed passes become events and samples.
  bool may_join_round = false;  ///< It may be read on one thread with others (RoundPlace).
};

/// What the collector's pace means for one of its probes. One that begins at once has its grid from
/// `start` on; one of a fleet has its place in the grid of its machine, the same for all that are
/// read in the round and one of its own for who waits for others.
[[nodiscard]] LanePace lane_pace(const CollectorPace& pace, const Probe& probe, ScheduleTime start);
/// Where the round of a machine of a fleet lies in a period. Periods that divide one another meet.
[[nodiscard]] ScheduleTime round_phase(const CollectorPace& pace, ScheduleTime period);

/// One probe of a collector: when its passes are due, how they went, and what is to be told of
/// them. Has no lock: pass() is what its thread runs without one, everything else is under the
/// collector's.
class CollectorLane {
 public:
  /// `host` and `probe` outlive it; `self` is the probe as a device.
  CollectorLane(const Host& host, Probe& probe, const LanePace& pace, ScheduleTime start);

  [[nodiscard]] ProbePass& pass() { return pass_; }

  [[nodiscard]] const std::string& name() const { return record.name; }
  /// When the next pass is due.
  [[nodiscard]] ScheduleTime due() const { return schedule_.next(); }
  /// When the pass under way began.
  [[nodiscard]] std::optional<ScheduleTime> begun() const { return begun_; }
  /// Whether it is read on the thread that reads several ones.
  [[nodiscard]] bool in_round() const { return place_.in_round(); }
  /// The pass under way keeps the round waiting: it is on a thread of its own from here on.
  void leave_round() { place_.leave(); }
  void begin(ScheduleTime now);
  /// What the pass gave, pointed into `index`, and what is to be said of it.
  Batch end(PassOutcome outcome, ScheduleTime now, DeviceIndex& index);
  /// Of a pass under way that is beyond its deadline: said once as an event, and once a period by
  /// probe_success 0. Nothing else while it is in time.
  Batch reproach(ScheduleTime now);

  ProbeRecord record;
  DeviceHandle self = 0;
  bool over = false;  ///< No further pass is of use.

 private:
  void tell_of(ScheduleNews news, Batch& batch);
  void tell_of_return(ScheduleTime now, Batch& batch);
  [[nodiscard]] Event event(std::string code, Severity severity, std::string text);

  const Host& host_;
  ProbePass pass_;
  ProbeSchedule schedule_;
  std::chrono::milliseconds period_;
  std::chrono::milliseconds patience_;
  bool asks_again_;  ///< Where the source is absent.
  bool is_told_;
  RoundPlace place_;
  std::vector<DeviceHandle> places_;        ///< Of its devices.
  bool discovers_ = true;                   ///< The pass under way has to discover first.
  std::optional<ScheduleTime> begun_;       ///< Of the pass under way.
  std::optional<ScheduleTime> reproached_;  ///< When the pass under way was last said to be late.
  std::uint64_t events_ = 0;
};

}  // namespace rackproof
