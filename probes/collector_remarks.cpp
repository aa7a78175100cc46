#include "probes/collector_remarks.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <utility>

#include "probes/collector.h"
#include "probes/device_join.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::chrono::milliseconds kOneMoment{10};  ///< In which two clocks are read as one.
constexpr auto kDropped = metrics::named("samples_dropped_total");

}  // namespace

CollectorRemarks::CollectorRemarks(const Clock& clock, const Devices& devices, Manner manner)
    : clock_(clock),
      agreement_(devices, join_devices(devices).joins),
      claims_(devices),
      manner_(std::move(manner)),
      unheard_(manner_.kernel_log.open) {}

void CollectorRemarks::add_to(Batch& batch, std::int64_t dropped) {
  tell_dropped(batch, dropped);
  if (manner_.watches_clock) {
    look_at_clock(batch.events);
  }
  auto views = agreement_.take(batch.samples, clock_.now());
  std::ranges::move(views, std::back_inserter(batch.events));
  const auto now = clock_.now();
  const auto again = manner_.kernel_log.take_told(batch.events);
  for (const auto& event : again) {
    std::erase(unheard_, event.sequence);
  }
  auto ruled_again = claims_.take({}, again, now);
  auto ruled = claims_.take(batch.samples, batch.events, now);
  std::ranges::move(ruled_again, std::back_inserter(batch.events));
  std::ranges::move(ruled, std::back_inserter(batch.events));
}

void CollectorRemarks::end(Batch& batch) {
  std::ranges::move(claims_.end(clock_.now()), std::back_inserter(batch.events));
}

std::vector<std::uint64_t> CollectorRemarks::open_lines() const {
  auto lines = claims_.open_lines();
  lines.insert(lines.end(), unheard_.begin(), unheard_.end());
  std::ranges::sort(lines);
  return lines;
}

void CollectorRemarks::tell_dropped(Batch& batch, std::int64_t dropped) {
  if (dropped_told_ == dropped) {
    return;
  }
  const auto now = clock_.now();
  batch.samples.push_back({manner_.self, kDropped, now, dropped});
  if (dropped > 0) {
    batch.events.push_back({probe_device_id(kCollectorName), now, std::string(kCollectorName),
                            "samples_dropped", Severity::error,
                            std::to_string(dropped) + " samples and events dropped so far",
                            static_cast<std::uint64_t>(dropped)});
  }
  dropped_told_ = dropped;
}

/// The two clocks are read at one moment, or not at all.
void CollectorRemarks::look_at_clock(Events& events) {
  const auto before = clock_.monotonic();
  const auto now = clock_.now();
  const auto after = clock_.monotonic();
  const auto step = after - before < kOneMoment ? clocks_.look(now, after) : std::nullopt;
  if (!step) {
    return;
  }
  events.push_back({std::string(kNodeId), now, std::string(kCollectorName), "clock_step",
                    Severity::warning,
                    "the wall clock was set " + format_duration(std::chrono::abs(*step)) +
                        (step->count() > 0 ? " forward" : " back"),
                    ++steps_});
}

}  // namespace rackproof
