#include <cstdint>

#include "reports/conditions.h"
#include "reports/figures.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "schemas/text.h"

namespace rackproof::html_sections {
namespace {

using figures::given;

std::string environment(const RunRecord& record) {
  HtmlFacts facts;
  facts.fact("Inlet temperature", given(record.site.inlet));
  facts.fact("Clock source", given(record.clock_source));
  facts.fact("Wall clock against monotonic clock",
             format_double(record.clock_drift_seconds) + " s over the run");
  facts.fact("Clock at start", rackproof::conditions::clock_told(record.clock_at_start));
  facts.fact("Clock at end", rackproof::conditions::clock_told(record.clock_at_end));
  for (const auto& fact : record.environment) {
    facts.fact(fact.name, fact.unit.empty() || fact.unit == "1" ? given(fact.value)
                                                                : fact.value + " " + fact.unit);
  }
  return facts.take();
}

std::string instruments(const RunRecord& record) {
  HtmlTable table({"Instrument", "Quantity", "Unit", "Resolution", "Calibration", "Calibrated",
                   "Due", "Certificate", "Counts in verdicts with"});
  for (const auto& instrument : record.site.instruments) {
    const auto state = conditions::calibration_state(instrument, record.started);
    table.row(state.find("overdue") == std::string::npos ? "" : "fail");
    table.cell(instrument.id).cell(instrument.quantity).cell(instrument.unit);
    table.cell(given(instrument.resolution)).cell(state);
    table.cell(given(instrument.calibrated)).cell(given(instrument.due));
    table.cell(given(instrument.certificate), "code");
    table.cell(conditions::uncertainty_given(instrument));
  }
  return table.take(
      "No instrument is given: every reading comes from uncalibrated on-board "
      "sensors.");
}

std::string disturbances(const RunRecord& record) {
  HtmlTable table({"When", "What", "Phase", "In words", "Takes"});
  for (const auto& disturbance : record.disturbances) {
    table.row("invalid").cell(figures::moment(disturbance.at)).cell(disturbance.code, "code");
    table.cell(disturbance.phase == "*" ? "the whole run" : disturbance.phase);
    table.cell(disturbance.text).cell(conditions::taken_by(disturbance));
  }
  return table.take("Nothing changed under the run.");
}

std::string segments(const RunRecord& record) {
  HtmlTable table({"Stretch", "Ended by", "Nobody looked before it for", "Boot", "What changed"});
  for (const auto& line : conditions::segment_lines(record)) {
    table.row().cell(line.stretch).cell(line.ended).cell(line.gap).cell(line.boot, "code");
    table.cell(line.changes);
  }
  return table.take("The run went through in one piece.");
}

}  // namespace

std::string conditions(const ReportView& view) {
  Html html;
  html.markup(environment(view.record));
  html.element("h3", "Instruments").markup(instruments(view.record));
  html.element("h3", "Segments").markup(segments(view.record));
  html.element("h3", "Disturbances").markup(disturbances(view.record));
  html.element("h3", "Deviations from the plan");
  html.markup(sentences(view.record.deviations, "None."));
  return html.take();
}

std::string evidence(const ReportView& view) {
  std::uint64_t bytes = 0;
  HtmlTable table({"Member", "Role", "Media type", "Bytes", "SHA-256"});
  for (const auto& entry : view.manifest.entries) {
    bytes += entry.size_bytes;
    table.row().cell(entry.path, "code").cell(entry.role).cell(entry.media_type);
    table.cell(figures::grouped(static_cast<std::int64_t>(entry.size_bytes)), "number");
    table.cell(entry.sha256, "code digest");
  }
  Html html;
  html.element("p",
               figures::counted(static_cast<std::int64_t>(view.manifest.entries.size()), "member") +
                   ", " + figures::grouped(static_cast<std::int64_t>(bytes)) +
                   " bytes, each listed in manifest.json, whose digest both statements carry.");
  html.markup(table.take("The manifest lists no member."));
  return html.take();
}

}  // namespace rackproof::html_sections
