#include <algorithm>
#include <chrono>

#include "reports/external_run.h"
#include "reports/figures.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "reports/html_step.h"
#include "reports/readings_summary.h"
#include "reports/run_series.h"
#include "schemas/catalogue.h"
#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::html_sections {
namespace {

using figures::grouped;

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

Result<std::string> run(const ReportView& view) {
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
    auto card = step_card(view, step, ++number);
    if (!card) {
      return card;
    }
    html.markup(*card);
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

std::string external(const ReportView& view) {
  if (view.record.external_results.empty()) {
    return "";
  }
  Html html;
  html.element("p", external_disclaimer());
  HtmlTable table({"File", "Tool", "Its result", "Its diagnoses", "Device", "From", "To"});
  for (const auto& result : view.record.external_results) {
    table.row(result.result == "FAIL" ? "fail" : "").cell(result.member, "code");
    table.cell(result.tool + " " + result.tool_version);
    table.cell(result.result + ", status " + result.status);
    table.cell(external_diagnoses(result)).cell(figures::given(result.device_under_test));
    table.cell(figures::given(result.started)).cell(figures::given(result.ended));
  }
  html.markup(table.take("None."));
  return html.take();
}

}  // namespace rackproof::html_sections
