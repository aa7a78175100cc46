#include <algorithm>
#include <chrono>

#include "reports/figures.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "reports/readings_summary.h"
#include "reports/run_series.h"
#include "schemas/catalogue.h"
#include "schemas/enum_names.h"
#include "schemas/text.h"

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

std::string step_card(const Step& step, std::size_t number) {
  Html html;
  const bool wrong = step.self_check == SelfCheck::wrong_answer || step.mismatch_count != 0;
  html.open("div", "step " + (wrong ? "fail" : status_class(step.status))).open("h3");
  html.element("span", word_of(kStepStatuses, step.status), "badge " + status_class(step.status));
  html.text(" " + std::to_string(number) + ". " + step.phase).close();
  html.element(
      "p", step.workload + (step.attempt == 1 ? "" : ", attempt " + std::to_string(step.attempt)),
      "class");
  if (step.status != StepStatus::complete) {
    html.element("p", "Why: " + figures::given(step.reason),
                 step.status == StepStatus::skipped ? "note" : "alarm");
  }
  if (step.status != StepStatus::skipped) {
    html.markup(facts_of(step));
  }
  if (!step.mismatches.empty()) {
    html.element("h4", "The first wrong answers").markup(mismatches(step));
  }
  if (!step.command.empty()) {
    html.element("p", "To do it again:", "again").element("pre", step.command);
  }
  if (!step.log.empty()) {
    html.element("p", "Its own words: " + step.log, "source");
  }
  return html.take();
}

std::string probes(const ReportView& view) {
  HtmlTable table({"Probe", "Passes", "Failed", "Longest", "Last failure", "Could not read"});
  for (const auto& probe : view.record.probes) {
    const auto silent =
        std::ranges::count(view.inventory.unreadable, probe.name, &Unreadable::probe);
    table.row(probe.failures == 0 ? "" : "fail").cell(probe.name);
    table.cell(grouped(probe.passes), "number").cell(grouped(probe.failures), "number");
    table.cell(figures::fixed(probe.longest_seconds * 1000, 1) + " ms", "number");
    table.cell(probe.last_failure);
    table.cell(silent == 0 ? "" : figures::counted(silent, "source"));
  }
  return table.take("No probe ran.");
}

std::string reasons_of(const MetricSummary& summary) {
  std::string text;
  for (const auto& [reason, number] : summary.missing) {
    text += (text.empty() ? "" : ", ") + reason + " " + grouped(number);
  }
  return text.empty() ? "" : text + ": " + summary.example;
}

std::string metrics_table(const std::vector<MetricSummary>& summaries) {
  HtmlTable table({"Metric", "Unit", "Devices", "Samples", "Without a value, and why"});
  for (const auto& summary : summaries) {
    table.row(summary.missing.empty() ? "" : "inconclusive").cell(summary.metric, "code");
    table.cell(summary.row == nullptr ? "not in this release's catalogue"
                                      : to_string(summary.row->unit));
    table.cell(grouped(static_cast<std::int64_t>(summary.devices.size())), "number");
    table.cell(grouped(summary.readable), "number").cell(reasons_of(summary));
  }
  return table.take("No sample was kept.");
}

std::string unreadable(const Inventory& inventory) {
  HtmlTable table({"Probe", "What", "Why not", "What would let it be read"});
  for (const auto& entry : inventory.unreadable) {
    table.row().cell(entry.probe).cell(entry.what, "code");
    table.cell(std::string(to_string(entry.why.kind)) + ": " + entry.why.message);
    table.cell(entry.remedy);
  }
  return table.take("Everything that was asked for could be read.");
}

}  // namespace

Result<std::string> plots(const ReportView& view) {
  auto all = plots_of(view.record, view.series);
  if (!all) {
    return std::move(all).error();
  }
  Html html;
  html.element("p",
               "The shaded stretches are the phases of the run, named on top, or numbered as under "
               "\"What was run\". A line that "
               "breaks is a value that could not be read.");
  html.open("div", "plots");
  for (const auto& plot : *all) {
    html.markup(draw(plot));
  }
  return html.take();
}

std::string run(const ReportView& view) {
  const auto& record = view.record;
  Html html;
  HtmlFacts facts;
  facts.fact("Run", record.run_id, "code");
  facts.fact("Status", std::string(word_of(kRunStatuses, record.status)) +
                           (record.status_reason.empty() ? "" : ": " + record.status_reason));
  facts.fact("Program", "rackproof " + record.suite_version);
  std::string command;
  for (const auto& word : record.command_line) {
    command += (command.empty() ? "" : " ") + word;
  }
  facts.fact("Started as", figures::given(command), "code");
  html.markup(facts.take());
  std::size_t number = 0;
  for (const auto& step : record.steps) {
    html.markup(step_card(step, ++number));
  }
  if (record.steps.empty()) {
    html.element("p", "No step was run.", "none");
  }
  return html.take();
}

Result<std::string> readings(const ReportView& view) {
  auto summaries = summarise(view.series, {UtcTime::min(), UtcTime::max()});
  if (!summaries) {
    return std::move(summaries).error();
  }
  Html html;
  html.element("h3", "Probes").markup(probes(view));
  html.element("h3", "What could not be read").markup(unreadable(view.inventory));
  html.element("h3", "Metrics").markup(metrics_table(*summaries));
  return html.take();
}

}  // namespace rackproof::html_sections
