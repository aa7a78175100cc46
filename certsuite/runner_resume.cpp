#include "certsuite/runner_resume.h"

#include <algorithm>

namespace rackproof {

const Step* Resumption::finished(const std::string& phase) const {
  if (!history.is_done(phase) || std::ranges::find(next.again, phase) != next.again.end()) {
    return nullptr;
  }
  const Step* last = nullptr;
  for (const auto& step : history.steps) {
    last = step.phase == phase ? &step : last;
  }
  return last;
}

void take_up(const Resumption& before, std::optional<UtcTime> samples_until, UtcTime now,
             RunRecord& record) {
  record.started = before.started;
  record.steps = before.history.steps;
  record.disturbances = before.history.disturbances;
  record.segments = before.history.segments;
  if (!record.segments.empty()) {
    auto& cut = record.segments.back();
    cut.finished =
        std::max({cut.started, before.history.last_seen, samples_until.value_or(cut.started)});
    cut.ended_by = cut.boot_id == before.next.boot_id ? "killed" : "reboot";
  }
  record.segments.push_back({.boot_id = before.next.boot_id,
                             .started = now,
                             .finished = now,
                             .ended_by = {},
                             .changes = before.next.changes});
  for (const auto& segment : record.segments) {
    for (const auto& change : segment.changes) {
      record.deviations.push_back("resumed after a change: " + change);
    }
  }
}

}  // namespace rackproof
