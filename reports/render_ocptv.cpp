#include "reports/render_ocptv.h"

#include <utility>

#include "reports/ocptv_check.h"
#include "reports/ocptv_lines.h"
#include "reports/ocptv_parts.h"
#include "reports/ocptv_steps.h"
#include "reports/ocptv_verdicts.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

using ocptv::Lines;

/// How the report ends in the words of the specification; never PASS for anything but PASS.
struct Ending {
  std::string_view status;
  std::string_view result;
  std::string_view diagnosis;
  std::string symptom;  ///< "" where the run has a result.
};

Ending ending_of(const ReportView& view) {
  const auto overall = view.report.judgement.overall;
  if (overall == Outcome::fail) {
    return {"COMPLETE", "FAIL", "FAIL", ""};
  }
  if (overall == Outcome::pass && !is_simulated(view)) {
    return {"COMPLETE", "PASS", "PASS", ""};
  }
  const auto symptom = overall == Outcome::pass ? std::string("simulated")
                                                : ocptv::in_kebab_case(word_of(kOutcomes, overall));
  return {"ERROR", "NOT_APPLICABLE", "UNKNOWN", symptom};
}

/// What the report rests on, for whoever wants to ask the bundle itself.
JsonValue binding(const ReportView& view) {
  const auto& report = view.report;
  return JsonObject()
      .add("reportId", report.report_id)
      .add("reportRevision", report.revision)
      .add("reportTitle", report.title)
      .add("reportSha256", view.report_statement.digest)
      .add("reportKeyClaimed", view.report_statement.key_id)
      .add("runId", view.record.run_id)
      .add("runRecordSha256", view.run_record_statement.digest)
      .add("referenceSha256", report.reference_digest)
      .add("referenceStatus", report.reference_status)
      .add("issuer", report.site.issuer_name)
      .add("simulated", is_simulated(view))
      .add("overall", word_of(kOutcomes, report.judgement.overall))
      .add("because", report.judgement.because)
      .add("notCovered", report.not_covered)
      .take();
}

JsonValue run_start(const ReportView& view) {
  std::string command;
  for (const auto& word : view.record.command_line) {
    command += (command.empty() ? "" : " ") + word;
  }
  return JsonObject()
      .add("name", "rackproof certify")
      .add("version", view.record.suite_version)
      .add("commandLine", command)
      .add("parameters", JsonObject()
                             .add("reference", view.report.reference_id)
                             .add("referenceRevision", view.report.reference_revision)
                             .add("tier", view.report.tier)
                             .take())
      .add("dutInfo", ocptv::dut_info(view))
      .add("metadata", binding(view))
      .take();
}

std::string because(const ReportView& view) {
  std::string text;
  for (const auto& reason : view.report.judgement.because) {
    text += (text.empty() ? "" : " ") + reason;
  }
  return text;
}

void add_overall(const ReportView& view, const Ending& ending, Lines& lines) {
  const auto word = word_of(kOutcomes, view.report.judgement.overall);
  const auto at = view.report.issued;
  lines.begin_step("overall verdict", at);
  lines.step("diagnosis",
             JsonObject()
                 .add("verdict", "overall-" + ocptv::in_kebab_case(word))
                 .add("type", ending.diagnosis)
                 .add("message", std::string(word) + ": " + because(view))
                 .take(),
             at);
  lines.end_step("COMPLETE", at);
  if (!ending.symptom.empty()) {
    lines.run("error", ocptv::own_error(ending.symptom, because(view)), at);
  }
  lines.run("testRunEnd",
            JsonObject().add("status", ending.status).add("result", ending.result).take(), at);
}

}  // namespace

Result<std::string> render_ocptv(const ReportView& view) {
  Lines lines(view.record.started);
  lines.run("testRunStart", run_start(view), view.record.started);
  if (auto added = ocptv::add_run_steps(view, lines); !added) {
    return std::move(added).error();
  }
  ocptv::add_verdicts(view, lines);
  add_overall(view, ending_of(view), lines);
  auto output = lines.take();
  if (const auto findings = ocptv_findings(output); !findings.empty()) {
    return Error{ErrorKind::malformed, "OCPTV output: " + findings.front()};
  }
  return output;
}

}  // namespace rackproof
