#include "reports/text_run.h"

#include <chrono>
#include <string>
#include <utility>

#include "reports/conditions.h"
#include "reports/external_run.h"
#include "reports/figures.h"
#include "reports/step_results.h"
#include "reports/step_windows.h"
#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::text_sections {
namespace {

using figures::given;

std::string canary_words(const Canary& canary) {
  if (!canary.planted) {
    return "no canary planted";
  }
  return canary.caught ? "canary caught" : "canary NOT CAUGHT";
}

Result<void> step_lines(const ReportView& view, const Step& step, TextPage& page) {
  const auto seconds = std::chrono::duration<double>(step.finished - step.started).count();
  if (step.status == StepStatus::skipped) {
    page.fact(word_of(kStepStatuses, step.status), step.phase + ": " + given(step.reason));
    return {};
  }
  page.fact(word_of(kStepStatuses, step.status),
            step.phase + " (" + step.workload + ", attempt " + std::to_string(step.attempt) +
                "): " + figures::fixed(seconds, 1) + " s, seed " + std::to_string(step.seed) +
                ", own check " + std::string(word_of(kSelfChecks, step.self_check)) + ", " +
                canary_words(step.canary) + ", " + figures::counted(step.checks, "comparison") +
                ", " + figures::grouped(step.mismatch_count) + " wrong");
  if (!step.reason.empty()) {
    page.fact("", step.reason);
  }
  for (const auto& wrong : step.mismatches) {
    page.fact("", "wrong on " + figures::device_name(wrong.device) + " at " + wrong.where +
                      ": expected " + wrong.expected + ", got " + wrong.actual +
                      (wrong.mask.empty() ? "" : ", mask " + wrong.mask) + ", after " +
                      format_double(wrong.after_seconds) + " s");
  }
  auto summaries = windows_of(step, view.series);
  if (!summaries) {
    return std::move(summaries).error();
  }
  for (const auto& summary : *summaries) {
    page.fact("", std::string(summary.metric->name) + ": " + spread(summary));
  }
  for (const auto& line : least_certain(results_of(view.record, step))) {
    page.fact("", line);
  }
  page.fact("", "again: " + step.command);
  return {};
}

void instrument(const Instrument& instrument, UtcTime started, TextPage& page) {
  const auto counts = rackproof::conditions::uncertainty_given(instrument);
  page.fact("instrument", instrument.id + " (" + instrument.quantity + "): " +
                              rackproof::conditions::calibration_state(instrument, started) +
                              (counts.empty() ? "" : ", " + counts));
}

void segments(const RunRecord& record, TextPage& page) {
  for (const auto& line : rackproof::conditions::segment_lines(record)) {
    auto text = line.stretch + ", ended by " + line.ended;
    if (!line.gap.empty()) {
      text += "; resumed on " + line.boot + " after " + line.gap +
              " in which nobody looked; changed: " + line.changes;
    }
    page.fact("segment", text);
  }
}

}  // namespace

Result<void> run(const ReportView& view, TextPage& page) {
  page.heading("What was run", '-');
  for (const auto& step : view.record.steps) {
    if (auto told = step_lines(view, step, page); !told) {
      return told;
    }
  }
  for (const auto& disturbance : view.record.disturbances) {
    page.fact("DISTURBED", figures::moment(disturbance.at) + " " + disturbance.code + ": " +
                               disturbance.text + " (takes " +
                               rackproof::conditions::taken_by(disturbance) + ")");
  }
  for (const auto& deviation : view.record.deviations) {
    page.fact("deviation", deviation);
  }
  page.blank();
  return {};
}

void conditions(const ReportView& view, TextPage& page) {
  page.heading("Conditions and instruments", '-');
  page.fact("inlet", given(view.record.site.inlet));
  page.fact("clock source", given(view.record.clock_source));
  page.fact("wall clock", "moved by " + format_double(view.record.clock_drift_seconds) +
                              " s against the monotonic one over the run");
  page.fact("clock at start", rackproof::conditions::clock_told(view.record.clock_at_start));
  page.fact("clock at end", rackproof::conditions::clock_told(view.record.clock_at_end));
  for (const auto& fact : view.record.environment) {
    page.fact(fact.name, fact.unit.empty() || fact.unit == "1" ? given(fact.value)
                                                               : fact.value + " " + fact.unit);
  }
  for (const auto& each : view.record.site.instruments) {
    instrument(each, view.record.started, page);
  }
  if (view.record.site.instruments.empty()) {
    page.paragraph(
        "No instrument is given: every reading comes from uncalibrated on-board sensors.");
  }
  segments(view.record, page);
  page.blank();
}

void external(const ReportView& view, TextPage& page) {
  if (view.record.external_results.empty()) {
    return;
  }
  page.heading("External results", '-');
  page.paragraph(external_disclaimer());
  for (const auto& result : view.record.external_results) {
    page.fact(result.result, external_title(result));
    page.fact("", external_diagnoses(result));
    page.fact("", "device under test " + given(result.device_under_test) + ", from " +
                      given(result.started) + " to " + given(result.ended));
    page.fact("", "sha256 " + result.sha256);
  }
  page.blank();
}

}  // namespace rackproof::text_sections
