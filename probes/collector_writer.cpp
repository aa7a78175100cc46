#include "probes/collector_writer.h"

#include <chrono>
#include <utility>

#include "probes/collector_lane.h"

namespace rackproof {
namespace {

/// Behind the tick of the probes: what they read in it is written in one go, and who is not back by
/// then is seen to keep the others waiting.
constexpr std::chrono::milliseconds kBehindTick{100};

}  // namespace

CollectorWriter::CollectorWriter(const Host& host, const Inventory& inventory, SampleSink& sink,
                                 const CollectorPace& pace, DeviceHandle self, ScheduleTime start)
    : sink_(sink),
      pace_(pace),
      origin_((pace.machine_id.empty() ? start : round_phase(pace, pace.gather)) + kBehindTick),
      devices_(inventory.devices),
      remarks_(host.clock, inventory.devices,
               {.self = self, .watches_clock = pace.is_told, .kernel_log = pace.kernel_log}) {}

ScheduleTime CollectorWriter::next_round(ScheduleTime now) const {
  return tick_after(now, origin_, pace_.gather);
}

/// A round that comes a little early is not one too early: else every other commit came a round
/// later than it is promised.
bool CollectorWriter::has_to_commit(ScheduleTime now) {
  const ScheduleTime early = ScheduleTime(pace_.gather) / 2;
  if (pace_.commit_every.count() == 0 || now - committed_ + early < pace_.commit_every) {
    return false;
  }
  committed_ = now;
  return true;
}

Result<void> CollectorWriter::write(Load load) {
  devices_.insert(devices_.end(), load.found.begin(), load.found.end());
  remarks_.add_to(load.batch, load.dropped);
  if (load.is_last) {
    remarks_.end(load.batch);
  }
  if (pace_.on_open_claims) {
    pace_.on_open_claims(remarks_.open_lines());
  }
  auto kept = append(load.batch);
  return kept && load.commits ? sink_.commit() : kept;
}

Result<void> CollectorWriter::append(const Batch& batch) {
  auto kept = batch.samples.empty() ? Result<void>() : sink_.append(devices_, batch.samples);
  return kept && !batch.events.empty() ? sink_.append(batch.events) : kept;
}

}  // namespace rackproof
