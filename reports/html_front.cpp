#include <algorithm>
#include <array>
#include <cstdint>

#include "certsuite/criteria/waivers.h"
#include "reports/figures.h"
#include "reports/grounds_words.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "reports/margin_bar.h"
#include "schemas/enum_names.h"

namespace rackproof::html_sections {
namespace {

using figures::given;

std::int64_t count(const Judgement& judgement, Outcome outcome) {
  return std::ranges::count(judgement.verdicts, outcome, &Verdict::outcome);
}

std::string tally(const Judgement& judgement) {
  Html html;
  html.open("ul", "tally");
  for (const auto& [outcome, word] : kOutcomes) {
    const auto number = count(judgement, outcome);
    html.open("li", number == 0 ? "zero" : outcome_class(outcome));
    html.element("b", figures::grouped(number)).element("span", word).close();
  }
  return html.take();
}

std::string simulated_banner(const RunRecord& record) {
  Html html;
  html.open("p", "simulated").element("b", "SIMULATED");
  html.text(" These readings come from a captured tree at " + record.root +
            ", not from a machine. Nothing on this page says anything about real hardware.");
  return html.take();
}

std::string aborted_banner(const RunRecord& record) {
  Html html;
  html.open("p", "aborted").element("b", "ABORTED");
  html.text(" The run did not complete: " + given(record.status_reason) + ".");
  return html.take();
}

std::string parties(const ReportView& view) {
  const auto& report = view.report;
  const auto& site = report.site;
  HtmlFacts facts;
  facts.fact("Report", report.report_id + ", revision " + std::to_string(report.revision), "code");
  if (report.sequence) {
    facts.fact("Number", std::to_string(*report.sequence) + " of the reports of this issuer");
  }
  if (!report.supersedes.empty()) {
    facts.fact("Supersedes", grounds_words::superseded(report));
  }
  facts.fact("Issued", figures::moment(report.issued));
  if (report.valid_until) {
    facts.fact("Valid until", figures::moment(*report.valid_until) + ", then a retest is due");
  }
  facts.fact("Issuer", given(site.issuer_name));
  facts.fact("Issuer's address", given(site.issuer_address));
  facts.fact("Issuer's role", given(site.issuer_role));
  facts.fact("Authorised by", given(site.authorised_by));
  facts.fact("Customer", given(site.customer));
  facts.fact("Place", given(site.place));
  facts.fact("Position", given(site.position));
  facts.fact("Operator", given(site.operator_name));
  facts.fact("Reference", report.reference_title + " (" + report.reference_id + ", revision " +
                              std::to_string(report.reference_revision) + ", " +
                              report.reference_status + ")");
  if (!report.reference_uri.empty()) {
    facts.fact("Reference published at", report.reference_uri);
  }
  if (report.reference_sequence) {
    facts.fact("Publication", "number " + std::to_string(*report.reference_sequence));
  }
  facts.fact("Tier", report.tier);
  facts.fact("Run", figures::moment(view.record.started) + " to " +
                        figures::moment(view.record.finished) + ", " +
                        format_duration(view.record.finished - view.record.started));
  return facts.take();
}

}  // namespace

std::string badge(Outcome outcome) {
  Html html;
  html.element("span", word_of(kOutcomes, outcome), "badge " + outcome_class(outcome));
  auto text = html.take();
  text.pop_back();  // the line end, which would show as a space in a sentence
  return text;
}

std::string sentences(const std::vector<std::string>& items, std::string_view none) {
  Html html;
  if (items.empty()) {
    html.element("p", none, "none");
    return html.take();
  }
  html.open("ul");
  for (const auto& item : items) {
    html.element("li", item);
  }
  return html.take();
}

std::string front(const ReportView& view) {
  const auto& judgement = view.report.judgement;
  Html html;
  if (is_simulated(view)) {
    html.markup(simulated_banner(view.record));
  }
  if (view.record.status != RunStatus::complete) {
    html.markup(aborted_banner(view.record));
  }
  html.open("header").element("p", "rackproof", "maker").element("h1", view.report.title);
  html.element("p",
               given(view.inventory.hostname) + " \xC2\xB7 machine " +
                   given(view.inventory.machine) + " \xC2\xB7 serial " +
                   given(view.inventory.serial),
               "subject");
  if (view.report.site.issuer_name.empty()) {
    html.element("p", "No issuer is named: this is a self-test, not a certificate.", "self-test");
  }
  html.open("div", "overall " + outcome_class(judgement.overall));
  html.element("p", word_of(kOutcomes, judgement.overall), "word");
  html.open("div").markup(sentences(judgement.because, "No reason is given.")).close().close();
  html.markup(tally(judgement)).close();
  html.markup(parties(view));
  return html.take();
}

std::string binding(const ReportView& view) {
  Html html;
  html.element("p",
               "This page is a rendering, not evidence. Whether the bundle is whole (integrity), "
               "who sealed it (identity), when (time), and whether its evidence gives these "
               "verdicts (verdict) are four separate answers that only a verifier can give, from "
               "the bundle and the public keys that you trust: rackproof-verify BUNDLE --key PUB. "
               "Compare its digests with these:");
  HtmlTable table({"Statement", "SHA-256 of its bytes", "Sealed with key"});
  const auto row = [&table](const char* name, const StatementView& statement) {
    table.row().cell(name).cell(statement.digest, "code");
    table.cell(statement.key_id.empty() ? "not sealed" : statement.key_id, "code");
  };
  row("Run record (the facts)", view.run_record_statement);
  row("Report (the judgement)", view.report_statement);
  html.markup(table.take("")).element("h3", "Bound by digest");
  HtmlTable bound({"What", "SHA-256"});
  for (const auto& subject : view.subjects) {
    bound.row().cell(subject.name).cell(subject.sha256, "code");
  }
  for (const auto& digest : view.report.run_record_digests) {
    bound.row().cell("Run record that was judged").cell(digest, "code");
  }
  bound.row().cell("Reference, resolved").cell(view.report.reference_digest, "code");
  bound.row().cell("Plan of the run").cell(given(view.record.plan_digest), "code");
  bound.row().cell("Program that ran").cell(given(view.record.suite_digest), "code");
  bound.row().cell("Program that judged").cell(given(view.report.evaluator_digest), "code");
  html.markup(bound.take(""));
  return html.take();
}

std::string scope(const ReportView& view) {
  const auto& report = view.report;
  Html html;
  html.element("p", given(report.scope_statement));
  html.element("p",
               "Numbers are rounded to be read; verdicts were computed from the unrounded ones "
               "and can be computed again from the samples in the bundle.");
  html.element("h3", "Test again when");
  html.markup(sentences(report.retest_on, "not given"));
  html.element("h3", "Evaluated by");
  html.element("p", grounds_words::evaluator(report));
  html.element("h3", "Waivers");
  html.markup(sentences(rackproof::criteria::waivers_told(report), "No requirement is waived."));
  html.element("h3", "Opinions").element("p", grounds_words::no_opinions());
  html.element("p",
               "\xE2\x80\x94 End of report " + report.report_id + ", revision " +
                   std::to_string(report.revision) + " \xE2\x80\x94",
               "end");
  return html.take();
}

}  // namespace rackproof::html_sections
