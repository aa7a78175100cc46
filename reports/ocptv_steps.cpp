#include "reports/ocptv_steps.h"

#include <array>
#include <string>
#include <utility>

#include "reports/ocptv_parts.h"
#include "reports/step_windows.h"
#include "schemas/enum_names.h"

namespace rackproof::ocptv {
namespace {

std::string_view status_of(const Step& step) {
  switch (step.status) {
    case StepStatus::complete:
      return "COMPLETE";
    case StepStatus::skipped:
      return "SKIP";
    case StepStatus::error:
    case StepStatus::timed_out:
    case StepStatus::aborted:
      break;
  }
  return "ERROR";
}

/// What the output has no member for.
JsonValue particulars(const Step& step) {
  JsonObject content;
  content.add("phase", step.phase)
      .add("workload", step.workload)
      .add("attempt", step.attempt)
      .add("status", word_of(kStepStatuses, step.status))
      .add("reason", step.reason)
      .add("plannedSeconds", step.planned_seconds)
      .add("seed", std::to_string(step.seed))
      .add("selfCheck", word_of(kSelfChecks, step.self_check))
      .add("canaryPlanted", step.canary.planted)
      .add("canaryCaught", step.canary.caught)
      .add("checks", step.checks)
      .add("mismatchCount", step.mismatch_count)
      .add("log", step.log)
      .add("command", step.command);
  return JsonObject().add("name", "rackproof-step").add("content", content.take()).take();
}

void add_windows(const WindowSummary& summary, const ReportView& view, UtcTime at, Lines& lines) {
  const std::array<std::pair<const char*, double>, 4> statistics{{{"min", summary.least},
                                                                  {"p05", summary.p05},
                                                                  {"median", summary.median},
                                                                  {"max", summary.most}}};
  for (const auto& [statistic, value] : statistics) {
    JsonObject measurement;
    measurement.add("name", summary.metric->name)
        .add("value", value)
        .add("unit", to_string(summary.metric->unit));
    if (summary.devices.size() == 1) {
      name_part(summary.devices.front(), view, measurement);
    }
    measurement.add("metadata", JsonObject()
                                    .add("statistic", statistic)
                                    .add("windows", summary.windows)
                                    .add("devices", summary.devices)
                                    .take());
    lines.step("measurement", measurement.take(), at);
  }
}

void add_wrong_answer(const Step& step, const std::string& device, const std::string& message,
                      const ReportView& view, Lines& lines) {
  JsonObject diagnosis;
  diagnosis.add("verdict", in_kebab_case(step.workload) + "-wrong-answer")
      .add("type", "FAIL")
      .add("message", message);
  name_part(device, view, diagnosis);
  lines.step("diagnosis", diagnosis.take(), step.finished);
}

/// Wrong answers fail the run whatever the criteria say; those that are located name their part.
void add_wrong_answers(const Step& step, const ReportView& view, Lines& lines) {
  for (const auto& mismatch : step.mismatches) {
    add_wrong_answer(
        step, mismatch.device,
        mismatch.where + ": expected " + mismatch.expected + ", got " + mismatch.actual, view,
        lines);
  }
  const bool wrong = step.self_check == SelfCheck::wrong_answer || step.mismatch_count > 0;
  if (wrong && step.mismatches.empty()) {
    add_wrong_answer(step, "", "a wrong answer that was not located", view, lines);
  }
}

Result<void> add_step(const Step& step, const ReportView& view, Lines& lines) {
  lines.begin_step(step.phase + " attempt " + std::to_string(step.attempt), step.started);
  lines.step("extension", particulars(step), step.started);
  if (step.status == StepStatus::complete) {
    const auto summaries = windows_of(step, view.series);
    if (!summaries) {
      return summaries.error();
    }
    for (const auto& summary : *summaries) {
      add_windows(summary, view, step.finished, lines);
    }
  }
  add_wrong_answers(step, view, lines);
  const auto status = status_of(step);
  if (status == "ERROR") {
    lines.step("error",
               own_error("step-" + in_kebab_case(word_of(kStepStatuses, step.status)), step.reason),
               step.finished);
  }
  lines.end_step(status, step.finished);
  return {};
}

}  // namespace

Result<void> add_run_steps(const ReportView& view, Lines& lines) {
  for (const auto& step : view.record.steps) {
    if (auto added = add_step(step, view, lines); !added) {
      return added;
    }
  }
  return {};
}

}  // namespace rackproof::ocptv
