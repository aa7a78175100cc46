#include "reports/html_step.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "certsuite/criteria/phase_gate.h"
#include "reports/figures.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "reports/sparkline.h"
#include "reports/step_results.h"
#include "reports/step_windows.h"
#include "schemas/enum_names.h"

namespace rackproof::html_sections {
namespace {

using figures::grouped;

std::string status_class(StepStatus status) {
  switch (status) {
    case StepStatus::complete:
      return "pass";
    case StepStatus::skipped:
      return "unjudged";
    default:
      return "fail";
  }
}

std::string self_check(const Step& step) {
  switch (step.self_check) {
    case SelfCheck::correct:
      return "every answer right";
    case SelfCheck::wrong_answer:
      return "WRONG ANSWER";
    case SelfCheck::not_run:
      return "not run";
  }
  return "not run";
}

std::string canary(const Canary& canary) {
  if (!canary.planted) {
    return "no wrong result was planted";
  }
  return canary.caught ? "a planted wrong result was caught" : "A PLANTED WRONG RESULT WAS MISSED";
}

std::string facts_of(const Step& step) {
  HtmlFacts facts;
  const auto seconds = std::chrono::duration<double>(step.finished - step.started).count();
  facts.fact("Time", figures::fixed(seconds, 1) + " s of " +
                         figures::fixed(step.planned_seconds, 1) + " s planned");
  facts.fact("Seed", std::to_string(step.seed), "code");
  facts.fact("Own check", self_check(step), step.self_check == SelfCheck::correct ? "" : "alarm");
  facts.fact("Canary", canary(step.canary), step.canary.caught ? "" : "alarm");
  facts.fact("Comparisons", grouped(step.checks));
  facts.fact("Mismatches", grouped(step.mismatch_count), step.mismatch_count == 0 ? "" : "alarm");
  for (const auto& fact : step.facts) {
    facts.fact(fact.name,
               fact.unit.empty() || fact.unit == "1" ? fact.value : fact.value + " " + fact.unit);
  }
  return facts.take();
}

std::string mismatches(const Step& step) {
  HtmlTable table({"Device", "Where", "Expected", "Actual", "Bits", "After"});
  for (const auto& wrong : step.mismatches) {
    table.row("fail").cell(figures::device_name(wrong.device), "code").cell(wrong.where, "code");
    table.cell(wrong.expected, "code").cell(wrong.actual, "code").cell(wrong.mask, "code");
    table.cell(figures::fixed(wrong.after_seconds, 3) + " s", "number");
  }
  return table.take("");
}

/// What the step measured, with its spread and a line of the device that was lowest.
Result<std::string> windows(const Step& step, SeriesSource& series) {
  auto summaries = windows_of(step, series);
  if (!summaries || summaries->empty()) {
    return summaries ? Result<std::string>("") : Result<std::string>(summaries.error());
  }
  HtmlTable table({"Measured after warm-up", "Devices", "Windows", "Min", "p05", "Median", "Max",
                   "CV", "In time, from zero"});
  for (const auto& summary : *summaries) {
    const auto unit = summary.metric->unit;
    table.row().cell(summary.metric->name, "code");
    table.cell(grouped(static_cast<std::int64_t>(summary.devices.size())), "number");
    table.cell(grouped(summary.windows), "number").cell(figures::figure(summary.least, unit));
    table.cell(figures::figure(summary.p05, unit)).cell(figures::figure(summary.median, unit));
    table.cell(figures::figure(summary.most, unit));
    table.cell(summary.variation ? figures::fixed(*summary.variation * 100, 1) + " %" : "");
    const auto device = figures::device_name(summary.lowest_device);
    table.markup(sparkline(summary.lowest, std::string(summary.metric->name) + " on " + device) +
                 (summary.devices.size() > 1
                      ? "<span class=\"room\">lowest: " + escape_html(device) + "</span>"
                      : ""));
  }
  return Html().element("h4", "Windows").markup(table.take("")).take();
}

/// Every result that the run record tells of the attempt.
std::string results(const RunRecord& record, const Step& step) {
  HtmlTable table({"Result", "Device", "Statistic", "Value", "Expanded uncertainty", "Windows"});
  for (const auto* result : results_of(record, step)) {
    table.row().cell(result->name, "code").cell(figures::device_name(result->device), "code");
    table.cell(word_of(kStatistics, result->statistic));
    table.cell(figures::figure(result->value, result->unit), "number");
    table.cell(uncertainty_words(*result)).cell(grouped(result->windows), "number");
  }
  const auto made = table.take("");
  return made.find("<table") == std::string::npos
             ? ""
             : Html().element("h4", "Results").markup(made).take();
}

/// One badge an outcome, with how many verdicts of the criterion have it.
std::string outcomes_of(const std::string& criterion, const std::vector<Verdict>& verdicts) {
  Html badges;
  for (const auto& [outcome, word] : kOutcomes) {
    const auto count =
        std::ranges::count_if(verdicts, [&, wanted = outcome](const Verdict& verdict) {
          return verdict.criterion == criterion && verdict.outcome == wanted;
        });
    if (count > 0) {
      badges.markup(badge(outcome)).text(" " + grouped(count) + " ");
    }
  }
  return badges.take();
}

/// How the criteria over this phase came out.
std::string judged_by(const ReportView& view, const Step& step) {
  HtmlTable table({"Criterion", "Verdicts"});
  for (const auto& criterion : view.reference.criteria) {
    if (criterion.during != step.phase) {
      continue;
    }
    table.row()
        .cell(criterion.id)
        .markup(outcomes_of(criterion.id, view.report.judgement.verdicts));
  }
  const auto made = table.take("");
  return made.find("<table") == std::string::npos
             ? ""
             : Html().element("h4", "Judged by").markup(made).take();
}

std::string attempt_of(const ReportView& view, const Step& step) {
  const auto attempts = std::ranges::count(view.record.steps, step.phase, &Step::phase);
  if (attempts < 2) {
    return "";
  }
  const auto* last = criteria::last_attempt(view.record, step.phase);
  return ", attempt " + std::to_string(step.attempt) + " of " + std::to_string(attempts) +
         (last == &step ? ", the one whose numbers are judged"
                        : ", a later one is judged; wrong answers of this one count all the same");
}

/// What is said of a step that was started.
Result<std::string> details(const ReportView& view, const Step& step) {
  auto measured = windows(step, view.series);
  if (!measured) {
    return measured;
  }
  Html html;
  html.markup(facts_of(step));
  if (!step.mismatches.empty()) {
    html.element("h4", "The first wrong answers").markup(mismatches(step));
  }
  html.markup(*measured).markup(results(view.record, step));
  if (criteria::last_attempt(view.record, step.phase) == &step) {
    html.markup(judged_by(view, step));
  }
  return html.take();
}

}  // namespace

Result<std::string> step_card(const ReportView& view, const Step& step, std::size_t number) {
  Html html;
  const bool wrong = step.self_check == SelfCheck::wrong_answer || step.mismatch_count != 0;
  html.open("div", "step " + (wrong ? "fail" : status_class(step.status))).open("h3");
  html.element("span", word_of(kStepStatuses, step.status), "badge " + status_class(step.status));
  html.text(" " + std::to_string(number) + ". " + step.phase).close();
  html.element("p", step.workload + attempt_of(view, step), "class");
  if (step.status != StepStatus::complete) {
    html.element("p", "Why: " + figures::given(step.reason),
                 step.status == StepStatus::skipped ? "note" : "alarm");
  }
  if (step.status != StepStatus::skipped) {
    auto told = details(view, step);
    if (!told) {
      return told;
    }
    html.markup(*told);
  }
  if (!step.command.empty()) {
    html.element("p", "To do it again:", "again").element("pre", step.command);
  }
  if (!step.log.empty()) {
    html.element("p", "Its own words: " + step.log, "source");
  }
  return html.take();
}

}  // namespace rackproof::html_sections
