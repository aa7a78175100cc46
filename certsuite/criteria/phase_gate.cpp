#include "certsuite/criteria/phase_gate.h"

#include <algorithm>

#include "certsuite/criteria/stretches.h"
#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

constexpr std::string_view kWholeRun = "*";
constexpr std::string_view kIdle = "idle";

PhaseGate settled(Outcome outcome, std::string reason) {
  return {Ruling{outcome, std::move(reason)}, {}, {}};
}

std::string with_reason(const std::string& text, const std::string& reason) {
  return reason.empty() ? text + " (no reason was recorded)" : text + ": " + reason;
}

/// A change under the run that takes `touches` from `phase`; every change touches the whole run.
const Disturbance* disturbance_of(const RunRecord& record, std::string_view phase,
                                  Touches touches) {
  for (const auto& disturbance : record.disturbances) {
    const bool there = phase == kWholeRun || disturbance.phase == phase ||
                       disturbance.phase == kWholeRun || disturbance.phase.empty();
    if (there && disturbance.touches == touches) {
      return &disturbance;
    }
  }
  return nullptr;
}

const Phase* find_phase(const Architecture& reference, const std::string& id) {
  const auto found = std::ranges::find(reference.phases, id, &Phase::id);
  return found == reference.phases.end() ? nullptr : &*found;
}

/// Why there is no step at all for the phase.
PhaseGate no_step(const Phase& phase, const RunRecord& record) {
  if (std::ranges::find(phase.tiers, record.tier) == phase.tiers.end()) {
    return settled(Outcome::not_judged,
                   "phase '" + phase.id + "' is not part of tier '" + record.tier + "'");
  }
  const std::string text = "the run record has no step for phase '" + phase.id + "'";
  return record.status == RunStatus::aborted
             ? settled(Outcome::inconclusive,
                       with_reason(text + ", for the run was aborted", record.status_reason))
             : settled(Outcome::inconclusive, text);
}

/// A step that could not be done says nothing about the machine.
std::optional<Ruling> undone(const Step& step) {
  switch (step.status) {
    case StepStatus::complete:
      return std::nullopt;
    case StepStatus::skipped:
      return Ruling{Outcome::not_judged,
                    with_reason("phase '" + step.phase + "' was skipped", step.reason)};
    case StepStatus::error:
      return Ruling{Outcome::inconclusive,
                    with_reason("phase '" + step.phase + "' failed", step.reason)};
    case StepStatus::timed_out:
      return Ruling{Outcome::inconclusive,
                    with_reason("phase '" + step.phase + "' ran past its deadline", step.reason)};
    case StepStatus::aborted:
      break;
  }
  return Ruling{Outcome::inconclusive,
                with_reason("the run was ended during phase '" + step.phase + "'", step.reason)};
}

bool answered_wrongly(const Step& step) {
  return step.self_check == SelfCheck::wrong_answer || step.mismatch_count > 0 ||
         !step.mismatches.empty();
}

/// A complete step must show that its checks work: a canary planted and caught, answers checked.
std::optional<Ruling> unproven(const Step& step) {
  if (step.status != StepStatus::complete || !checks_itself(step)) {
    return std::nullopt;
  }
  const std::string name = step.workload + " in phase '" + step.phase + "'";
  if (step.canary.planted && !step.canary.caught) {
    return Ruling{Outcome::invalid,
                  name + " missed the wrong result planted in it, so its checks prove nothing"};
  }
  if (answered_wrongly(step)) {
    return std::nullopt;  // it did catch a wrong result, and one that nobody planted
  }
  if (step.self_check == SelfCheck::not_run || step.checks <= 0) {
    return Ruling{Outcome::invalid, name + " did not check its answers"};
  }
  if (!step.canary.planted) {
    return Ruling{Outcome::invalid, name + " planted no wrong result, so its checks prove nothing"};
  }
  return std::nullopt;
}

bool ordered(const Step& step, bool windowed) {
  if (step.finished < step.started) {
    return false;
  }
  return !windowed || (step.started <= step.measured_from && step.measured_from <= step.finished);
}

PhaseGate whole_run(bool windowed, const RunRecord& record) {
  if (windowed) {
    return settled(Outcome::inconclusive,
                   "a workload's measurement can only be judged in the phase that runs it");
  }
  if (record.finished < record.started) {
    return settled(Outcome::invalid, "the run record ends before it starts");
  }
  if (!in_order(record)) {
    return settled(Outcome::invalid, "the segments of the run overlap or lie outside of it");
  }
  return {std::nullopt, stretches_of(record), unobserved_in(record)};
}

PhaseGate step_gate(const Step& step, Looks looks, const Phase& phase, const RunRecord& record) {
  const bool windowed = looks != Looks::samples;
  if (auto ruling = unproven(step)) {
    return {std::move(ruling), {}, {}};
  }
  if (auto wrong = wrong_answer_in(record, phase.id); windowed && wrong) {
    return settled(Outcome::fail, *wrong + "; what was measured beside it does not count");
  }
  if (auto ruling = undone(step)) {
    return {std::move(ruling), {}, {}};
  }
  if (step.workload != phase.workload) {
    return settled(Outcome::inconclusive, "phase '" + phase.id + "' ran " + step.workload +
                                              " where the reference asks for " + phase.workload);
  }
  if (windowed && record.simulated) {
    return settled(Outcome::invalid,
                   "the inventory is a captured machine's, and this was measured on another one");
  }
  if (!ordered(step, windowed)) {
    return settled(Outcome::inconclusive, "the stamps of phase '" + phase.id +
                                              "' are out of order (start, end of warm-up, end)");
  }
  const auto* slowed = disturbance_of(record, phase.id, Touches::rates);
  if (looks == Looks::rates && slowed != nullptr) {
    return settled(Outcome::inconclusive, "something else may have slowed the machine: " +
                                              slowed->code + ": " + slowed->text);
  }
  return {std::nullopt,
          {stretch_between(windowed ? step.measured_from : step.started, step.finished)},
          {}};
}

std::string mismatch_text(const Mismatch& mismatch) {
  return " (first on " + mismatch.device + " at " + mismatch.where + ": expected " +
         mismatch.expected + ", got " + mismatch.actual + ")";
}

}  // namespace

bool checks_itself(const Step& step) {
  return step.workload != kIdle;
}

const Step* last_attempt(const RunRecord& record, const std::string& phase) {
  const Step* last = nullptr;
  for (const auto& step : record.steps) {
    if (step.phase == phase && (last == nullptr || step.attempt >= last->attempt)) {
      last = &step;
    }
  }
  return last;
}

std::optional<std::string> wrong_answer_of(const Step& step) {
  if (!answered_wrongly(step)) {
    return std::nullopt;
  }
  const std::string answers =
      step.mismatch_count > 0
          ? counted(static_cast<std::size_t>(step.mismatch_count), "wrong answer")
          : "a wrong answer";
  std::string text = step.workload + " gave " + answers;
  text += " in phase '" + step.phase + "', attempt " + std::to_string(step.attempt);
  return step.mismatches.empty() ? text : text + mismatch_text(step.mismatches.front());
}

std::optional<std::string> wrong_answer_in(const RunRecord& record, const std::string& phase) {
  for (const auto& step : record.steps) {
    if (auto wrong = step.phase == phase ? wrong_answer_of(step) : std::nullopt) {
      return wrong;
    }
  }
  return std::nullopt;
}

PhaseGate phase_gate(const Criterion& criterion, Looks looks, const Architecture& reference,
                     const RunRecord& record) {
  if (const auto* disturbance = disturbance_of(record, criterion.during, Touches::everything)) {
    return settled(Outcome::invalid, "the machine or its clock changed under the run: " +
                                         disturbance->code + ": " + disturbance->text);
  }
  if (criterion.during == kWholeRun) {
    return whole_run(looks != Looks::samples, record);
  }
  const auto* phase = find_phase(reference, criterion.during);
  if (phase == nullptr) {
    return settled(Outcome::inconclusive, "the reference has no phase '" + criterion.during + "'");
  }
  const auto* step = last_attempt(record, phase->id);
  return step == nullptr ? no_step(*phase, record) : step_gate(*step, looks, *phase, record);
}

}  // namespace rackproof::criteria
