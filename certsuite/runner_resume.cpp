#include "certsuite/runner_resume.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "certsuite/runner_step.h"

namespace rackproof {
namespace {

/// The journal knows of it only that it began.
bool was_cut_off(const Step& step) {
  return step.status == StepStatus::aborted && step.command.empty();
}

}  // namespace

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
    if (!record.steps.empty() && was_cut_off(record.steps.back())) {
      auto& step = record.steps.back();
      step.finished = std::max(step.finished, cut.finished);
    }
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

void complete_cut_off(const Plan& plan, const std::function<bool(const std::string&)>& kept,
                      std::vector<Step>& steps) {
  for (auto& step : steps) {
    const auto planned = std::ranges::find(plan.steps, step.phase, &PlannedStep::phase);
    if (!was_cut_off(step) || planned == plan.steps.end()) {
      continue;
    }
    auto fresh = new_step(*planned, step.attempt, step.started);
    step.planned_seconds = fresh.planned_seconds;
    step.seed = fresh.seed;
    step.command = std::move(fresh.command);
    const auto index = static_cast<std::size_t>(planned - plan.steps.begin());
    auto log = "logs/" + log_name(index, *planned, step.attempt);
    step.log = kept(log) ? std::move(log) : "";
  }
}

}  // namespace rackproof
