#include "certsuite/runner.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include "certsuite/environment.h"
#include "certsuite/fairness.h"
#include "certsuite/runner_evidence.h"
#include "certsuite/runner_step.h"
#include "certsuite/runner_watch.h"
#include "probes/collector.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr double kClockStepSeconds = 0.5;
constexpr std::uint64_t kEventsPerSegment = 1'000'000;  ///< Numbers that no segment uses up.
constexpr auto kCommitPatience = std::chrono::seconds(60);
constexpr int kCapturedPasses = 3;  ///< A captured tree does not change; one pass would do.

double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

/// Wall and monotonic time read together, to see the one move against the other.
struct Instant {
  explicit Instant(const Clock& clock) : wall(clock.now()), monotonic(clock.monotonic()) {}
  /// How far the wall clock was moved since `earlier`; positive = forward.
  [[nodiscard]] double wall_moved_since(const Instant& earlier) const {
    return seconds_of((wall - earlier.wall) - (monotonic - earlier.monotonic));
  }
  UtcTime wall;
  std::chrono::nanoseconds monotonic;
};

Disturbance everything(std::string code, std::string text) {
  return {std::move(code), std::move(text), "", {}, Touches::everything};
}

/// One run from the first reading to the last.
class Run {
 public:
  Run(const RunSetup& setup, ProgressListener& listener, EvidenceStore& evidence)
      : setup_(setup),
        clock_(setup.host.clock),
        evidence_(evidence),
        record_(setup.known),
        start_(clock_),
        sink_(evidence.sink(),
              [this](const Device& device, const Sample& sample) { hear(device, sample); }),
        collector_(setup.host, setup.probes, setup.inventory, sink_),
        watch_(clock_, setup.signals, listener, setup.pace.beat) {}

  RunRecord to_its_end(const std::stop_token& stop);

 private:
  void describe();
  void begin_segment();
  void work_plan();
  void work_phase(std::size_t index);
  void hear(const Device& device, const Sample& sample);
  void write_down(const JournalLine& line);
  void read_everything();
  Step begin(std::size_t index) const;
  void settle(const PlannedStep& planned, Step& step);
  void perform(std::size_t index, Step& step);
  void hold_clock_against(const Instant& before, const std::string& phase);
  void hold_surroundings_against(const Surroundings& around, const Instant& before, Step& step);
  void tell(std::string code, Severity severity, std::string text);
  void disturb(Disturbance found, std::string phase);
  void close();
  void look_again();

  const RunSetup& setup_;
  const Clock& clock_;
  EvidenceStore& evidence_;
  RunRecord record_;
  Instant start_;
  std::uint64_t events_ = 0;
  TellingSink sink_;
  Collector collector_;
  Watch watch_;
};

RunRecord Run::to_its_end(const std::stop_token& stop) {
  const std::stop_callback with_caller(stop, [this] { watch_.end_run("asked to stop"); });
  watch_.tell([&](ProgressListener& listener) { listener.run_started(setup_.plan); });
  describe();
  collector_.start();
  begin_segment();
  read_everything();
  work_plan();
  close();
  watch_.tell([&](ProgressListener& listener) { listener.run_finished(record_); });
  return std::move(record_);
}

void Run::describe() {
  record_.reference_id = setup_.plan.reference_id;
  record_.reference_revision = setup_.plan.reference_revision;
  record_.reference_digest = setup_.plan.reference_digest;
  record_.plan_digest = plan_digest(setup_.plan);
  record_.tier = setup_.plan.tier;
  record_.simulated = setup_.inventory.simulated;
  record_.root = setup_.host.files.root();
  record_.started = start_.wall;
  record_.clock_source = clock_source(setup_.host.files);
  if (record_.environment.empty()) {
    record_.environment = environment_facts(setup_.host.files);
  }
  record_.deviations = setup_.plan.deviations;
}

void Run::begin_segment() {
  SegmentBegan segment;
  if (setup_.before) {
    segment = setup_.before->next;
    take_up(*setup_.before, evidence_.known_until(), start_.wall, record_);
    events_ = record_.segments.size() * kEventsPerSegment;
  }
  segment.at = start_.wall;
  segment.boot_id = setup_.inventory.boot_id;
  segment.environment = record_.environment;
  write_down(segment);
  auto quota = setup_.before ? std::nullopt : quota_disturbance(setup_.host.files);
  if (quota) {
    disturb(*std::move(quota), "*");
  }
}

void Run::work_plan() {
  for (std::size_t i = 0; i < setup_.plan.steps.size(); ++i) {
    const auto& planned = setup_.plan.steps[i];
    watch_.tell([&](ProgressListener& listener) { listener.step_started(i, planned); });
    if (const auto* step = setup_.before ? setup_.before->finished(planned.phase) : nullptr) {
      watch_.tell([&](ProgressListener& listener) { listener.step_finished(i, *step); });
    } else {
      work_phase(i);
    }
  }
}

void Run::work_phase(std::size_t index) {
  auto step = begin(index);
  if (step.reason.empty()) {
    perform(index, step);
  }
  if (step.status == StepStatus::skipped) {
    record_.deviations.push_back("phase " + step.phase + " skipped: " + step.reason);
  }
  watch_.tell([&](ProgressListener& listener) { listener.step_finished(index, step); });
  record_.steps.push_back(std::move(step));
}

/// What is worth showing while the run goes on.
void Run::hear(const Device& device, const Sample& sample) {
  const auto* number = std::get_if<double>(&sample.reading);
  const auto* count = std::get_if<std::int64_t>(&sample.reading);
  if (number != nullptr || count != nullptr) {
    const double value = number != nullptr ? *number : static_cast<double>(*count);
    watch_.tell([&](ProgressListener& listener) { listener.told(device, *sample.metric, value); });
  }
}

void Run::write_down(const JournalLine& line) {
  const auto written = evidence_.note(line);
  if (!written) {
    watch_.end_run("without a journal: " + written.error().message);
  }
}

void Run::read_everything() {
  const int passes = setup_.inventory.simulated ? kCapturedPasses : 1;
  for (int i = 0; i < passes; ++i) {
    if (!collector_.read_now(setup_.pace.read_patience)) {
      tell("probe_late", Severity::warning, "a probe did not come back in time");
    }
  }
}

/// Without `reason` the step is to be performed.
Step Run::begin(std::size_t index) const {
  const auto& planned = setup_.plan.steps[index];
  Step step;
  step.phase = planned.phase;
  step.workload = planned.workload;
  step.attempt = setup_.before ? setup_.before->history.attempts_of(planned.phase) + 1 : 1;
  step.planned_seconds = planned.seconds;
  step.seed = planned.seed;
  step.command = "rackproof";
  for (const auto& argument : workload_arguments(planned)) {
    step.command += " " + argument;
  }
  step.reason = planned.skipped;
  if (step.reason.empty() && watch_.stop().stop_requested()) {
    step.reason = "the run was " + watch_.reason();
  }
  step.started = clock_.now();
  step.measured_from = step.started;
  step.finished = step.started;
  return step;
}

/// The probes go on reading meanwhile; what they read belongs to no step.
void Run::settle(const PlannedStep& planned, Step& step) {
  if (planned.settle_seconds > 0) {
    rest(std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::duration<double>(planned.settle_seconds)),
         watch_.stop());
  }
  if (watch_.stop().stop_requested()) {
    step.reason = "the run was " + watch_.reason();
  }
}

void Run::perform(std::size_t index, Step& step) {
  const auto& planned = setup_.plan.steps[index];
  settle(planned, step);
  if (!step.reason.empty()) {
    return;
  }
  const Instant before(clock_);
  step.started = before.wall;
  step.measured_from = before.wall;
  tell("phase_started", Severity::info, step.phase + ": " + step.workload);
  const auto around = read_surroundings(setup_.host.files);
  write_down(StepBegan{before.wall, step.phase, step.workload, step.attempt});
  read_everything();
  const auto log = "logs/" + log_name(index, planned, step.attempt);
  const StepPlace place{.scratch = evidence_.scratch_path(index),
                        .log = evidence_.log_path(log),
                        .keep =
                            [this](const Sample& sample) {
                              hear(setup_.inventory.devices[sample.device], sample);
                              collector_.add({sample}, {});
                            },
                        .wrong = [this](const Mismatch& mismatch) { write_down(mismatch); },
                        .stop = watch_.stop()};
  work_step(setup_, planned, place, step);
  if (step.status == StepStatus::aborted && !watch_.reason().empty()) {
    step.reason = watch_.reason();
  }
  step.log = EvidenceStore::keep_log(place.log) ? log : "";
  read_everything();
  step.finished = clock_.now();
  hold_clock_against(before, step.phase);
  hold_surroundings_against(around, before, step);
  const bool well = step.status == StepStatus::complete && step.mismatch_count == 0;
  tell("phase_finished", well ? Severity::info : Severity::error,
       step.phase + ": " + std::string(word_of(kStepStatuses, step.status)) +
           (step.reason.empty() ? "" : ", " + printable(step.reason, 500)));
  if (collector_.commit(kCommitPatience)) {  // else the sink's refusal ends the run in close()
    write_down(step);
  }
}

void Run::hold_clock_against(const Instant& before, const std::string& phase) {
  const double moved = Instant(clock_).wall_moved_since(before);
  if (std::abs(moved) > kClockStepSeconds) {
    disturb(everything("clock_step", "the wall clock was moved by " + format_double(moved) +
                                         " s during the phase"),
            phase);
  }
}

void Run::hold_surroundings_against(const Surroundings& around, const Instant& before, Step& step) {
  const auto elapsed = seconds_of(clock_.monotonic() - before.monotonic);
  auto found = compare_surroundings(around, read_surroundings(setup_.host.files), elapsed);
  step.facts.insert(step.facts.end(), found.facts.begin(), found.facts.end());
  for (auto& disturbance : found.disturbances) {
    disturb(std::move(disturbance), step.phase);
  }
}

void Run::tell(std::string code, Severity severity, std::string text) {
  collector_.add({}, {Event{.device = std::string(kNodeId),
                            .taken_at = clock_.now(),
                            .source = "runner",
                            .code = std::move(code),
                            .severity = severity,
                            .text = std::move(text),
                            .sequence = ++events_}});
}

void Run::disturb(Disturbance found, std::string phase) {
  found.phase = std::move(phase);
  found.at = clock_.now();
  tell(found.code, Severity::critical, found.text);
  record_.disturbances.push_back(std::move(found));
  write_down(record_.disturbances.back());
  watch_.tell([&](ProgressListener& listener) { listener.disturbed(record_.disturbances.back()); });
}

void Run::close() {
  read_everything();
  if (!watch_.stop().stop_requested()) {
    look_again();
  }
  record_.status = RunStatus::complete;
  if (watch_.stop().stop_requested()) {
    record_.status = RunStatus::aborted;
    record_.status_reason = watch_.reason();
  }
  auto probes = collector_.stop();
  if (probes) {
    record_.probes = *std::move(probes);
  } else {
    record_.status = RunStatus::aborted;
    record_.status_reason = "samples were lost: " + probes.error().message;
  }
  const Instant end(clock_);
  record_.finished = end.wall;
  record_.clock_drift_seconds = end.wall_moved_since(start_);
  if (!record_.segments.empty()) {
    record_.segments.back().finished = end.wall;
  }
}

void Run::look_again() {
  const auto again = setup_.look_again();
  if (again.boot_id != setup_.inventory.boot_id) {
    disturb(everything("boot_id_changed", "the machine was started anew during the run"), "*");
  }
  for (const auto& device : setup_.inventory.devices) {
    if (device.kind != DeviceKind::probe &&
        std::ranges::find(again.devices, device.id, &Device::id) == again.devices.end()) {
      disturb(everything("device_lost", device.id + " was there before the run and is gone"), "*");
    }
  }
}

}  // namespace

Result<RunRecord> run_plan(const RunSetup& setup, ProgressListener& listener,
                           const std::stop_token& stop) {
  const auto& before = setup.before;
  auto evidence = EvidenceStore::open(
      {.state = setup.state,
       .output = setup.output,
       .least_free_bytes = setup.pace.least_free_bytes,
       .journal_bytes = before ? std::optional(before->history.whole_bytes) : std::nullopt},
      setup.host.clock);
  if (!evidence) {
    return std::move(evidence).error();
  }
  auto record = Run(setup, listener, **evidence).to_its_end(stop);
  auto kept = (*evidence)->finish(record.run_id);
  if (!kept) {
    return std::move(kept).error();
  }
  return record;
}

}  // namespace rackproof
