#include "certsuite/runner.h"

#include <functional>
#include <optional>
#include <utility>

#include "certsuite/fairness.h"
#include "certsuite/frequency_watch.h"
#include "certsuite/runner_evidence.h"
#include "certsuite/runner_record.h"
#include "certsuite/runner_step.h"
#include "certsuite/runner_watch.h"
#include "certsuite/setting_watch.h"
#include "certsuite/vigil.h"
#include "probes/collector.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::uint64_t kEventsPerSegment = 1'000'000;  ///< Numbers that no segment uses up.
constexpr auto kCommitPatience = std::chrono::seconds(60);
constexpr int kCapturedPasses = 3;  ///< A captured tree does not change; one pass would do.

/// One run from the first reading to the last.
class Run {
 public:
  Run(const RunSetup& setup, ProgressListener& listener, EvidenceStore& evidence)
      : setup_(setup),
        clock_(setup.host.clock),
        evidence_(evidence),
        start_(clock_),
        sink_(evidence.sink(),
              [this](const Device& device, const Sample& sample) { hear(device, sample); }),
        collector_(setup.host, setup.probes, setup.inventory, sink_),
        watch_(clock_, setup.signals, listener, setup.pace.beat) {}

  RunRecord to_its_end(const std::stop_token& stop);

 private:
  void begin_segment();
  void work_plan();
  void take_step(std::size_t index);
  void work_phase(std::size_t index);
  void hear(const Device& device, const Sample& sample);
  void write_down(const JournalLine& line);
  void read_everything();
  Step begin(std::size_t index) const;
  void settle(const PlannedStep& planned, Step& step);
  void perform(std::size_t index, Step& step);
  FrequenciesRead work(std::size_t index, Step& step);
  void disturb_all(std::vector<Disturbance> found, const std::string& phase);
  void tell(std::string code, Severity severity, std::string text);
  void disturb(Disturbance found, std::string phase);
  void close();

  const RunSetup& setup_;
  const Clock& clock_;
  EvidenceStore& evidence_;
  RunRecord record_;
  Instant start_;
  std::uint64_t events_ = 0;
  FrequencyWatch frequencies_;  ///< Touched inside watch_.tell() only.
  SettingWatch settings_;       ///< The same.
  TellingSink sink_;
  Collector collector_;
  Watch watch_;
};

RunRecord Run::to_its_end(const std::stop_token& stop) {
  const std::stop_callback with_caller(stop, [this] { watch_.end_run("asked to stop"); });
  watch_.tell([&](ProgressListener& listener) { listener.run_started(setup_.plan); });
  record_ = open_record(setup_, start_.wall);
  collector_.start();
  begin_segment();
  read_everything();
  work_plan();
  close();
  watch_.tell([&](ProgressListener& listener) { listener.run_finished(record_); });
  return std::move(record_);
}

void Run::begin_segment() {
  SegmentBegan segment;
  if (setup_.before) {
    segment = setup_.before->next;
    segment.before_until = evidence_.known_until().value_or(UtcTime{});
    take_up(*setup_.before, evidence_.known_until(), start_.wall, record_);
    const auto kept = [this](const std::string& log) {
      return EvidenceStore::keep_log(evidence_.log_path(log));
    };
    complete_cut_off(setup_.plan, kept, record_.steps);
    events_ = record_.segments.size() * kEventsPerSegment;
  }
  if (evidence_.journal_is_new()) {
    write_down(run_began(record_));
  }
  segment.at = start_.wall;
  segment.boot_id = setup_.inventory.boot_id;
  segment.environment = record_.environment;
  write_down(segment);
  disturb_all(standing_disturbances(setup_.host.files, record_.disturbances), "*");
}

void Run::work_plan() {
  for (std::size_t i = 0; i < setup_.plan.steps.size(); ++i) {
    take_step(i);
  }
}

/// Works the step, or recalls it where it was done before the run was cut off.
void Run::take_step(std::size_t index) {
  const auto& planned = setup_.plan.steps[index];
  watch_.tell([&](ProgressListener& listener) { listener.step_started(index, planned); });
  const auto* step = setup_.before ? setup_.before->finished(planned.phase) : nullptr;
  if (step == nullptr) {
    work_phase(index);
    return;
  }
  watch_.tell([&](ProgressListener& listener) { listener.step_finished(index, *step); });
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

/// What is worth showing while the run goes on, and what the step is held against.
void Run::hear(const Device& device, const Sample& sample) {
  if (has_value(sample.reading)) {
    watch_.tell([&](ProgressListener& listener) {
      frequencies_.take(device, sample);
      settings_.take(device, sample);
      listener.told(device, *sample.metric, as_double(sample.reading));
    });
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
  const int before = setup_.before ? setup_.before->history.attempts_of(planned.phase) : 0;
  auto step = new_step(planned, before + 1, clock_.now());
  if (step.reason.empty() && watch_.stop().stop_requested()) {
    step.reason = "the run was " + watch_.reason();
  }
  return step;
}

/// The probes go on reading meanwhile; what they read belongs to no step.
void Run::settle(const PlannedStep& planned, Step& step) {
  settle_before(planned, watch_.stop());
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
  const StepVigil vigil(setup_.host);
  step.started = vigil.began();
  step.measured_from = step.started;
  tell("phase_started", Severity::info, step.phase + ": " + step.workload);
  write_down(StepBegan{step.started, step.phase, step.workload, step.attempt});
  read_everything();
  const auto frequencies = work(index, step);
  read_everything();
  step.finished = clock_.now();
  auto found = vigil.findings(frequencies);
  watch_.tell([&](ProgressListener&) { settings_.end(found.disturbances); });
  step.facts.insert(step.facts.end(), found.facts.begin(), found.facts.end());
  disturb_all(std::move(found.disturbances), step.phase);
  const bool well = step.status == StepStatus::complete && step.mismatch_count == 0;
  tell("phase_finished", well ? Severity::info : Severity::error,
       step.phase + ": " + std::string(word_of(kStepStatuses, step.status)) +
           (step.reason.empty() ? "" : ", " + printable(step.reason, 500)));
  if (collector_.commit(kCommitPatience)) {  // else the sink's refusal ends the run in close()
    write_down(step);
  }
}

/// What was read of the processors' clocks meanwhile.
FrequenciesRead Run::work(std::size_t index, Step& step) {
  const auto& planned = setup_.plan.steps[index];
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
  watch_.tell([&](ProgressListener&) {
    frequencies_.begin();
    settings_.begin();
  });
  work_step(setup_, planned, place, step);
  if (step.status == StepStatus::aborted && !watch_.reason().empty()) {
    step.reason = watch_.reason();
  }
  step.log = EvidenceStore::keep_log(place.log) ? log : "";
  FrequenciesRead frequencies;
  watch_.tell([&](ProgressListener&) { frequencies = frequencies_.end(); });
  return frequencies;
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
  if (!watch_.stop().stop_requested()) {
    disturb_all(compare_inventories(setup_.inventory, setup_.look_again()), "*");
  }
  read_everything();  // last, for a counter is judged up to its last reading
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
  end_record(start_, setup_.host, record_);
}

void Run::disturb_all(std::vector<Disturbance> found, const std::string& phase) {
  for (auto& each : found) {
    disturb(std::move(each), phase);
  }
}

}  // namespace

Result<RunRecord> run_plan(const RunSetup& setup, ProgressListener& listener,
                           const std::stop_token& stop) {
  auto evidence = EvidenceStore::open(evidence_place(setup), setup.host.clock);
  if (!evidence) {
    return std::move(evidence).error();
  }
  auto record = Run(setup, listener, **evidence).to_its_end(stop);
  auto journal = (*evidence)->finish({record.finished, record.status});
  if (!journal) {
    return std::move(journal).error();
  }
  record.journal = *std::move(journal);
  return record;
}

}  // namespace rackproof
