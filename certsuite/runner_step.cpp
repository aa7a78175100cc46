#include "certsuite/runner_step.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "certsuite/process_limits.h"
#include "certsuite/runner_messages.h"
#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "probes/machine/scratch.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Compilers and perftools lie here; nothing of the caller's environment reaches a workload.
constexpr const char* kPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr std::size_t kOutputLimit = std::size_t{64} << 20;

std::chrono::nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(seconds));
}

ChildCommand command_of(const RunSetup& setup, const PlannedStep& planned,
                        const ScratchDirectory& scratch, const std::string& log) {
  ChildCommand command;
  command.argv = setup.program;
  const auto arguments = workload_arguments(planned);
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.argv.insert(command.argv.end(), {"--directory", scratch.path()});
  command.environment = {kPath, "LC_ALL=C", "TMPDIR=" + scratch.path(), "HOME=" + scratch.path()};
  command.directory = scratch.path();
  command.stderr_path = log;
  command.deadline = nanoseconds_of(planned.seconds) + setup.pace.grace;
  command.output_limit = kOutputLimit;
  command.resident_limit_bytes = setup.pace.most_memory_bytes > 0 ? setup.pace.most_memory_bytes
                                                                  : usable_memory(setup.host.files);
  return command;
}

void idle(const PlannedStep& planned, const std::stop_token& stop, Step& step) {
  rest(nanoseconds_of(planned.seconds), stop);
  step.status = stop.stop_requested() ? StepStatus::aborted : StepStatus::complete;
  step.reason = stop.stop_requested() ? "ended with the run" : "";
}

}  // namespace

std::vector<std::string> workload_arguments(const PlannedStep& planned) {
  std::vector<std::string> arguments{"workload",  planned.workload,
                                     "--seed",    std::to_string(planned.seed),
                                     "--seconds", format_double(planned.seconds)};
  for (const auto& [name, value] : planned.parameters) {
    arguments.insert(arguments.end(), {"--parameter", name + "=" + format_double(value)});
  }
  return arguments;
}

std::string log_name(std::size_t index, const PlannedStep& planned, int attempt) {
  auto number = std::to_string(index + 1);
  number.insert(0, number.size() < 2 ? "0" : "");
  auto phase = planned.phase;
  std::ranges::replace_if(
      phase,
      [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_'; },
      '_');
  return number + "-" + phase + (attempt > 1 ? "-" + std::to_string(attempt) : "") + ".log";
}

Step new_step(const PlannedStep& planned, int attempt, UtcTime now) {
  Step step;
  step.phase = planned.phase;
  step.workload = planned.workload;
  step.attempt = attempt;
  step.planned_seconds = planned.seconds;
  step.seed = planned.seed;
  step.command = "rackproof";
  for (const auto& argument : workload_arguments(planned)) {
    step.command += " " + argument;
  }
  step.reason = planned.skipped;
  step.started = now;
  step.measured_from = now;
  step.finished = now;
  return step;
}

void settle_before(const PlannedStep& planned, const std::stop_token& stop) {
  if (planned.settle_seconds > 0) {
    rest(nanoseconds_of(planned.settle_seconds), stop);
  }
}

void work_step(const RunSetup& setup, const PlannedStep& planned, const StepPlace& place,
               Step& step) {
  if (planned.workload == kIdle) {
    idle(planned, place.stop, step);
    return;
  }
  const auto scratch = ScratchDirectory::make(place.scratch);
  if (!scratch) {
    step.status = StepStatus::error;
    step.reason = "no private directory: " + scratch.error().message;
    return;
  }
  StepMessages messages(setup.inventory, setup.host.clock, step, place.keep, place.wrong);
  std::stop_source end_child;
  const std::stop_callback with_the_run(place.stop, [&end_child] { end_child.request_stop(); });
  const auto child = run_child(command_of(setup, planned, *scratch, place.log),
                               end_child.get_token(), [&](std::string_view line) {
                                 if (!messages.take(line)) {
                                   end_child.request_stop();
                                 }
                               });
  messages.conclude(child);
}

}  // namespace rackproof
