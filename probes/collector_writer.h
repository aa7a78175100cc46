#pragma once

#include <cstdint>

#include "probes/collector.h"
#include "probes/collector_remarks.h"
#include "probes/probe_schedule.h"
#include "probes/sample_queue.h"
#include "schemas/device.h"

namespace rackproof {

/// What a collector's writer does with what it was handed, and when. Has no lock; used by the
/// writer's thread alone.
class CollectorWriter {
 public:
  /// All given outlive it. `self` is the collector as a device; `start`: where its rounds begin
  /// where the pace names no machine.
  CollectorWriter(const Host& host, const Inventory& inventory, SampleSink& sink,
                  const CollectorPace& pace, DeviceHandle self, ScheduleTime start);

  /// When it wakes next by itself, where the pace gathers.
  [[nodiscard]] ScheduleTime next_round(ScheduleTime now) const;
  /// Whether it is time to make things last without being asked; counts from here on if so.
  bool has_to_commit(ScheduleTime now);

  /// What came since the last time.
  struct Load {
    Batch batch;
    Devices found;             ///< Behind those that are known.
    std::int64_t dropped = 0;  ///< Samples and events so far, by a full queue.
    bool commits = false;      ///< It is to last.
    bool is_last = false;
  };
  /// Hands it to the sink with what is to be remarked; the first thing that it refuses.
  Result<void> write(Load load);

 private:
  Result<void> append(const Batch& batch);

  SampleSink& sink_;
  const CollectorPace& pace_;
  ScheduleTime origin_;       ///< Of the grid of its rounds.
  ScheduleTime committed_{};  ///< When last by itself.
  Devices devices_;           ///< Its own copy of the list.
  CollectorRemarks remarks_;
};

}  // namespace rackproof
