#include "reports/render_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "certsuite/criteria/waivers.h"
#include "reports/conditions.h"
#include "reports/declared.h"
#include "reports/figures.h"
#include "reports/grounds_words.h"
#include "reports/likelihood.h"
#include "reports/presence_facts.h"
#include "reports/readings_summary.h"
#include "reports/text_page.h"
#include "reports/text_run.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

using figures::given;

std::string tally(const Judgement& judgement) {
  std::string text;
  for (const auto& [outcome, word] : kOutcomes) {
    const auto count = std::ranges::count(judgement.verdicts, outcome, &Verdict::outcome);
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(word);
  }
  return text;
}

void front(const ReportView& view, TextPage& page) {
  const auto& report = view.report;
  page.heading(report.title, '=');
  if (is_simulated(view)) {
    page.paragraph("SIMULATED: these readings come from a captured tree at " + view.record.root +
                   ", not from a machine.");
  }
  if (view.record.status != RunStatus::complete) {
    page.paragraph("ABORTED: the run did not complete: " + given(view.record.status_reason));
  }
  page.blank().fact("OVERALL", word_of(kOutcomes, report.judgement.overall));
  for (const auto& reason : report.judgement.because) {
    page.fact("", "- " + reason);
  }
  page.fact("Verdicts", tally(report.judgement)).blank();
}

void parties(const ReportView& view, TextPage& page) {
  const auto& report = view.report;
  const auto& inventory = view.inventory;
  page.fact("Item", given(inventory.hostname) + ", machine " + given(inventory.machine) +
                        ", serial " + given(inventory.serial));
  page.fact("Platform", inventory.bare_metal() ? "bare metal"
                                               : "virtual machine under " + inventory.hypervisor);
  page.fact("Identity", given(inventory.identity_source));
  for (const auto& sentence : conditions::attested(view.record)) {
    page.fact("Attested", sentence);
  }
  for (const auto& [name, text] : presence_facts(inventory)) {
    page.fact(name, text);
  }
  page.fact("Reference", report.reference_title + " (" + report.reference_id + ", revision " +
                             std::to_string(report.reference_revision) + ", " +
                             report.reference_status + "), tier " + report.tier);
  page.fact("Run", figures::moment(view.record.started) + ", " +
                       format_duration(view.record.finished - view.record.started));
  page.fact("Issued", figures::moment(report.issued) + " by " + given(report.site.issuer_name) +
                          " for " + given(report.site.customer));
  if (report.valid_until) {
    page.fact("Valid until", figures::moment(*report.valid_until) + ", then a retest is due");
  }
  page.fact("Place", given(report.site.place) + ", position " + given(report.site.position));
  if (report.sequence) {
    page.fact("Number", std::to_string(*report.sequence) + " of the reports of this issuer");
  }
  if (!report.supersedes.empty()) {
    page.fact("Supersedes", grounds_words::superseded(report));
  }
  page.fact("Report", report.report_id + ", revision " + std::to_string(report.revision)).blank();
}

void limit_source(const char* side, const std::optional<Quantity>& quantity, TextPage& page) {
  if (quantity) {
    page.fact(side,
              figures::quantity(*quantity) + ", " + std::string(word_of(kBases, quantity->basis)) +
                  ": " + given(quantity->source),
              2);
  }
}

void criterion(const ReportView& view, const Verdict& first, TextPage& page) {
  page.paragraph(first.criterion + " (" + first.criterion_class + ", " +
                 (first.required ? "required" : "advisory") + ")");
  const auto& listed = view.reference.criteria;
  const auto found = std::ranges::find(listed, first.criterion, &Criterion::id);
  if (found == listed.end()) {
    const auto basis = declared(view.reference, first.criterion);
    page.paragraph(basis.empty() ? "not listed by the reference in this bundle" : basis, 2);
    return;
  }
  page.fact("asked",
            std::string(word_of(kStatistics, found->statistic)) + " of " + found->metric +
                (found->during == "*" ? " over the whole run" : " during " + found->during) +
                ", rule " + std::string(word_of(kDecisionRules, found->rule)),
            2);
  limit_source("at least", found->at_least, page);
  limit_source("at most", found->at_most, page);
}

void verdict_lines(const ReportView& view, const Verdict& verdict, TextPage& page) {
  const auto device =
      verdict.device.empty() ? "(nothing bound)" : figures::device_name(verdict.device);
  auto text = device + ": " + figures::observed(verdict);
  if (verdict.uncertainty) {
    text += " \xC2\xB1 " + figures::figure(*verdict.uncertainty, verdict.unit);
  }
  text += ", limit " + figures::limits(verdict.at_least, verdict.at_most, verdict.unit);
  const bool accepts = verdict.accept_at_least || verdict.accept_at_most;
  if (accepts &&
      (verdict.accept_at_least != verdict.at_least || verdict.accept_at_most != verdict.at_most)) {
    text += ", accepted " +
            figures::limits(verdict.accept_at_least, verdict.accept_at_most, verdict.unit);
  }
  const auto margin = figures::margin(verdict);
  text += margin.empty() ? "" : ", margin " + margin;
  text += ", " + figures::grouped(verdict.readable) + " read";
  text += verdict.missing == 0 ? "" : ", " + figures::grouped(verdict.missing) + " missing";
  page.fact(word_of(kOutcomes, verdict.outcome), text, 2);
  page.fact("", verdict.reason, 2);
  if (verdict.grounds) {
    page.fact("", grounds_words::line(verdict), 2);
  }
  const auto word = word_of(kOutcomes, verdict.outcome);
  for (const auto* waiver : criteria::waivers_of(view.report, verdict.criterion)) {
    page.fact("", criteria::waiver_told(*waiver, word, view.report.issued), 2);
  }
  const auto worth = likelihood::in_words(verdict, view.reference, view.record);
  if (!worth.empty()) {
    page.fact("", worth, 2);
  }
}

void verdicts(const ReportView& view, TextPage& page) {
  page.heading("Criteria and verdicts", '-');
  const Verdict* before = nullptr;
  for (const auto& verdict : view.report.judgement.verdicts) {
    if (before == nullptr || before->criterion != verdict.criterion) {
      criterion(view, verdict, page);
    }
    verdict_lines(view, verdict, page);
    before = &verdict;
  }
  page.blank();
}

Result<void> readings(const ReportView& view, TextPage& page) {
  auto summaries = summarise(view.series, {UtcTime::min(), UtcTime::max()});
  if (!summaries) {
    return std::move(summaries).error();
  }
  std::int64_t readable = 0;
  std::int64_t missing = 0;
  for (const auto& summary : *summaries) {
    readable += summary.readable;
    for (const auto& [reason, count] : summary.missing) {
      missing += count;
    }
  }
  page.heading("What was read", '-');
  page.paragraph(figures::counted(static_cast<std::int64_t>(summaries->size()), "metric") + ", " +
                 figures::counted(readable, "sample") + ", " + figures::grouped(missing) +
                 " without a value.");
  for (const auto& probe : view.record.probes) {
    page.fact(probe.name, "read " + figures::counted(probe.passes, "time") + ", " +
                              figures::grouped(probe.failures) + " failed" +
                              (probe.last_failure.empty() ? "" : ": " + probe.last_failure));
  }
  for (const auto& entry : view.inventory.unreadable) {
    page.fact("not read", entry.probe + " " + entry.what + ": " +
                              std::string(to_string(entry.why.kind)) + ", " + entry.why.message +
                              (entry.remedy.empty() ? "" : " (remedy: " + entry.remedy + ")"));
  }
  page.blank();
  return {};
}

std::string published(const Report& report) {
  auto text = report.reference_uri;
  if (report.reference_sequence) {
    text += (text.empty() ? "" : ", ") + ("number " + std::to_string(*report.reference_sequence));
  }
  return text;
}

void binding(const ReportView& view, TextPage& page) {
  const auto sealed = [](const StatementView& statement) {
    return statement.digest +
           (statement.key_id.empty() ? ", not sealed" : ", sealed with " + statement.key_id);
  };
  page.heading("Seals and digests", '-');
  page.fact("run record", sealed(view.run_record_statement));
  page.fact("report", sealed(view.report_statement));
  for (const auto& subject : view.subjects) {
    page.fact(subject.name, subject.sha256);
  }
  page.fact("reference", view.report.reference_digest);
  if (const auto where = published(view.report); !where.empty()) {
    page.fact("published", where);
  }
  page.fact("evaluator", grounds_words::evaluator(view.report));
  page.paragraph(
      "This text is a rendering, not evidence; rackproof-verify answers for the bundle.");
  page.blank();
}

void scope(const ReportView& view, TextPage& page) {
  page.heading("Scope", '-');
  page.paragraph(given(view.report.scope_statement));
  for (const auto& line : view.report.not_covered) {
    page.paragraph("not covered: " + line);
  }
  for (const auto& reason : view.report.retest_on) {
    page.paragraph("test again when " + reason);
  }
  const auto waivers = criteria::waivers_told(view.report);
  page.paragraph("waivers: " + std::string(waivers.empty() ? "none" : ""));
  for (const auto& line : waivers) {
    page.paragraph(line, 2);
  }
  page.paragraph("opinions: " + std::string(grounds_words::no_opinions()));
  page.blank().paragraph("End of report " + view.report.report_id + ", revision " +
                         std::to_string(view.report.revision));
}

}  // namespace

Result<std::string> render_text(const ReportView& view) {
  TextPage page;
  front(view, page);
  parties(view, page);
  verdicts(view, page);
  if (auto told = text_sections::run(view, page); !told) {
    return std::move(told).error();
  }
  text_sections::external(view, page);
  text_sections::conditions(view, page);
  auto read = readings(view, page);
  if (!read) {
    return std::move(read).error();
  }
  binding(view, page);
  scope(view, page);
  return page.take();
}

}  // namespace rackproof
