#include "certsuite/runner_messages.h"

#include <chrono>
#include <utility>
#include <variant>

#include "probes/machine/termination.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kKeptMismatches = 64;
constexpr std::size_t kMostFacts = 1000;

Error nonsense(std::string what) {
  return Error{ErrorKind::malformed, std::move(what)};
}

}  // namespace

StepMessages::StepMessages(const Inventory& inventory, const Clock& clock, Step& step,
                           std::function<void(const Sample&)> keep,
                           std::function<void(const Mismatch&)> wrong)
    : inventory_(inventory),
      clock_(clock),
      step_(step),
      keep_(std::move(keep)),
      wrong_(std::move(wrong)),
      claims_(step.started) {
  for (std::size_t i = 0; i < inventory_.devices.size(); ++i) {
    handles_.emplace(inventory_.devices[i].id, static_cast<DeviceHandle>(i));
  }
}

bool StepMessages::take(std::string_view line) {
  if (!nonsense_.empty()) {
    return false;
  }
  auto message = decode_message(line);
  auto accepted = !message ? Result<void>(message.error().during("'" + printable(line, 80) + "'"))
                  : has_outcome_
                      ? Result<void>(nonsense("it went on talking after its outcome"))
                      : std::visit([this](const auto& told) { return accept(told); }, *message);
  if (!accepted) {
    nonsense_ = accepted.error().message;
  }
  return accepted.has_value();
}

Result<void> StepMessages::within_step(UtcTime at) const {
  // The child reads the same clock; what it stamps can be neither older than its start nor later
  // than its arrival here.
  if (at < step_.started || at > clock_.now()) {
    return nonsense("a time outside the step: " + format_utc(at));
  }
  return {};
}

Result<void> StepMessages::accept(const WarmUpOver& message) {
  auto possible = within_step(message.at);
  if (possible) {
    step_.measured_from = message.at;
  }
  return possible;
}

Result<void> StepMessages::accept(const Window& window) {
  const auto handle = handles_.find(window.device);
  if (handle == handles_.end()) {
    return nonsense("a window on a device that the inventory lacks: '" + printable(window.device) +
                    "'");
  }
  const auto* metric = metrics::find(window.metric);
  if (metric == nullptr || !metric->measurement) {
    return nonsense("a window of what is no measurement: '" + printable(window.metric) + "'");
  }
  if (window.seconds <= 0) {
    return nonsense("a window of " + format_double(window.seconds) + " s");
  }
  auto possible = within_step(window.ended);
  if (possible) {
    possible = claims_.take(window, *metric);
  }
  if (possible) {
    keep_(Sample{handle->second, metric, window.ended, window.value});
  }
  return possible;
}

Result<void> StepMessages::accept(const Mismatch& mismatch) {
  if (!handles_.contains(mismatch.device)) {
    return nonsense("a mismatch on a device that the inventory lacks: '" +
                    printable(mismatch.device) + "'");
  }
  ++mismatches_;
  if (step_.mismatches.size() < kKeptMismatches) {
    step_.mismatches.push_back(mismatch);
    if (wrong_) {
      wrong_(mismatch);
    }
  }
  return {};
}

Result<void> StepMessages::accept(const Fact& fact) {
  if (step_.facts.size() >= kMostFacts) {
    return nonsense("more than " + std::to_string(kMostFacts) + " facts");
  }
  step_.facts.push_back(fact);
  return {};
}

Result<void> StepMessages::accept(const WorkloadOutcome& outcome) {
  has_outcome_ = true;
  skipped_ = outcome.skipped;
  step_.self_check = outcome.self_check;
  step_.canary = outcome.canary;
  step_.checks = outcome.checks;
  step_.mismatch_count = outcome.mismatch_count;
  if (outcome.checks < 0 || outcome.mismatch_count < mismatches_) {
    return nonsense("it counts " + std::to_string(outcome.mismatch_count) +
                    " mismatches and told of " + std::to_string(mismatches_));
  }
  if ((outcome.self_check == SelfCheck::correct) != (outcome.mismatch_count == 0) &&
      outcome.self_check != SelfCheck::not_run) {
    return nonsense("its self check does not fit its " + std::to_string(outcome.mismatch_count) +
                    " mismatches");
  }
  return {};
}

Result<void> StepMessages::accept(const Error& failure) {
  failure_ = failure.message;
  return {};
}

void StepMessages::settle(StepStatus status, std::string reason) {
  step_.status = status;
  step_.reason = std::move(reason);
}

void StepMessages::conclude(const Result<ChildResult>& child) {
  if (mismatches_ > step_.mismatch_count) {
    step_.mismatch_count = mismatches_;
  }
  if (mismatches_ > 0 && !has_outcome_) {
    step_.self_check = SelfCheck::wrong_answer;  // what came of it later does not undo it
  }
  if (!child) {
    settle(StepStatus::error, "could not be run: " + child.error().message);
  } else if (!settle_by_end(*child)) {
    settle_by_words(*child);
  }
}

bool StepMessages::settle_by_end(const ChildResult& child) {
  if (!nonsense_.empty()) {
    settle(StepStatus::error, "the workload talked nonsense: " + nonsense_);
  } else if (child.stopped) {
    settle(StepStatus::aborted, "ended with the run");
  } else if (child.timed_out) {
    settle(StepStatus::timed_out, "killed after " + format_double(child.wall_seconds) + " s; " +
                                      format_double(step_.planned_seconds) + " s were planned");
  } else if (child.memory_limited) {
    settle(StepStatus::error, "killed for its memory: it grew beyond the " +
                                  std::to_string(child.memory_limit_bytes >> 20U) +
                                  " MiB that a workload may use here");
  } else if (child.output_limited) {
    settle(StepStatus::error, "the workload wrote without end");
  } else if (child.signal != 0) {
    settle(StepStatus::error, "crashed: " + signal_name(child.signal));
  } else {
    return false;
  }
  return true;
}

void StepMessages::settle_by_words(const ChildResult& child) {
  const auto exit = "exit code " + std::to_string(child.exit_code.value_or(-1));
  if (!failure_.empty()) {
    settle(StepStatus::error, failure_);
  } else if (!has_outcome_) {
    settle(StepStatus::error, "ended with " + exit + " and no outcome");
  } else if (child.exit_code != 0) {
    settle(StepStatus::error, "gave an outcome, then ended with " + exit);
  } else if (!skipped_.empty()) {
    settle(StepStatus::skipped, skipped_);
  } else if (const auto lie = claims_.refutation(child.cpu_seconds, step_.checks); !lie.empty()) {
    settle(StepStatus::error, "the workload talked nonsense: " + lie);
  } else {
    settle(StepStatus::complete, "");
  }
}

}  // namespace rackproof
