#include <algorithm>
#include <vector>

#include "certsuite/criteria/waivers.h"
#include "reports/declared.h"
#include "reports/figures.h"
#include "reports/grounds_words.h"
#include "reports/html.h"
#include "reports/html_sections.h"
#include "reports/likelihood.h"
#include "reports/margin_bar.h"
#include "schemas/enum_names.h"

namespace rackproof::html_sections {
namespace {

/// The verdicts of one criterion, which stand together in the judgement.
struct Group {
  const Criterion* criterion = nullptr;  ///< nullptr = the reference does not list it.
  std::vector<const Verdict*> verdicts;  ///< Never empty.
};

std::vector<Group> groups_of(const ReportView& view) {
  std::vector<Group> groups;
  for (const auto& verdict : view.report.judgement.verdicts) {
    if (groups.empty() || groups.back().verdicts.front()->criterion != verdict.criterion) {
      const auto& criteria = view.reference.criteria;
      const auto found = std::ranges::find(criteria, verdict.criterion, &Criterion::id);
      groups.push_back({found == criteria.end() ? nullptr : &*found, {}});
    }
    groups.back().verdicts.push_back(&verdict);
  }
  return groups;
}

/// INVALID, then FAIL, then INCONCLUSIVE, then what is not judged, then PASS.
int severity(Outcome outcome) {
  switch (outcome) {
    case Outcome::invalid:
      return 4;
    case Outcome::fail:
      return 3;
    case Outcome::inconclusive:
      return 2;
    case Outcome::not_judged:
      return 1;
    case Outcome::pass:
      return 0;
  }
  return 4;
}

Outcome worst(const Group& group) {
  const auto* verdict = *std::ranges::max_element(
      group.verdicts, {}, [](const Verdict* one) { return severity(one->outcome); });
  return verdict->outcome;
}

std::string question(const Criterion& criterion) {
  std::string kind(word_of(kDeviceKinds, criterion.on));
  std::ranges::replace(kind, '_', ' ');
  for (const auto& [fact, pattern] : criterion.where) {
    kind.append(", ").append(fact).append(" ").append(pattern);
  }
  return std::string(word_of(kStatistics, criterion.statistic)) + " of " + criterion.metric +
         (criterion.during == "*" ? " over the whole run" : " during " + criterion.during) +
         ", on each " + kind;
}

std::string source_of(const std::optional<Quantity>& quantity, const char* side) {
  if (!quantity) {
    return "";
  }
  Html html;
  html.open("p", "source").element("b", side);
  html.text(" " + figures::quantity(*quantity) +
            " \xC2\xB7 basis: " + std::string(word_of(kBases, quantity->basis)) +
            " \xC2\xB7 source: " + figures::given(quantity->source));
  if (!quantity->note.empty()) {
    html.text(" \xC2\xB7 " + quantity->note);
  }
  if (!quantity->justification.empty()) {
    html.text(" \xC2\xB7 justification: " + quantity->justification);
  }
  return html.take();
}

std::string rule_of(const Criterion& criterion) {
  const bool guarded = criterion.rule == DecisionRule::guard_band;
  return grounds_words::rule(guarded ? RuleKind::guard_band : RuleKind::simple) + "; at least " +
         figures::counted(criterion.min_samples, criterion.measurement ? "window" : "sample");
}

std::string heading(const Architecture& reference, const Group& group) {
  const auto& first = *group.verdicts.front();
  Html html;
  html.open("h3").markup(badge(worst(group))).text(" " + first.criterion).close();
  html.element("p",
               first.criterion_class + " \xC2\xB7 " +
                   (first.required ? "required" : "advisory, not counted"),
               "class");
  if (group.criterion == nullptr) {
    const auto basis = declared(reference, first.criterion);
    html.element(
        "p", basis.empty() ? "The reference in this bundle does not list this criterion." : basis,
        basis.empty() ? "none" : "source");
    if (first.grounds) {
      html.element("p", "rule: " + grounds_words::rule(first.grounds->rule), "source");
    }
    return html.take();
  }
  const auto& criterion = *group.criterion;
  html.element("p", question(criterion), "question");
  html.markup(source_of(criterion.at_least, "at least"));
  html.markup(source_of(criterion.at_most, "at most"));
  html.element("p", "rule: " + rule_of(criterion), "source");
  if (!criterion.note.empty()) {
    html.element("p", criterion.note, "note");
  }
  return html.take();
}

/// Why, and what it is worth where that can be told.
std::string why(const ReportView& view, const Verdict& verdict) {
  Html html;
  html.text(verdict.reason);
  const auto worth = likelihood::in_words(verdict, view.reference, view.record);
  if (!worth.empty()) {
    html.element("p", worth, "worth");
  }
  if (verdict.grounds) {
    html.element("p", grounds_words::line(verdict), "worth");
  }
  const auto word = word_of(kOutcomes, verdict.outcome);
  for (const auto* waiver : rackproof::criteria::waivers_of(view.report, verdict.criterion)) {
    html.element("p", rackproof::criteria::waiver_told(*waiver, word, view.report.issued),
                 "waiver");
  }
  return html.take();
}

void add_row(HtmlTable& table, const ReportView& view, const Verdict& verdict) {
  table.row(outcome_class(verdict.outcome));
  table.cell(verdict.device.empty() ? "nothing was bound" : figures::device_name(verdict.device),
             "code");
  table.markup(badge(verdict.outcome));
  auto observed = figures::observed(verdict);
  if (verdict.uncertainty) {
    observed += " \xC2\xB1 " + figures::figure(*verdict.uncertainty, verdict.unit);
  }
  table.cell(observed, "number");
  table.cell(figures::limits(verdict.at_least, verdict.at_most, verdict.unit), "number");
  table.cell(figures::limits(verdict.accept_at_least, verdict.accept_at_most, verdict.unit),
             "number");
  table.markup(margin_bar(verdict) + "<span class=\"room\">" +
                   escape_html(figures::margin(verdict)) + "</span>",
               "margin");
  table.cell(
      figures::grouped(verdict.readable) +
          (verdict.missing == 0 ? "" : ", " + figures::grouped(verdict.missing) + " missing"),
      "number");
  table.markup(why(view, verdict), "why");
}

/// Lines of `not_covered` that the table of what was not judged does not say already.
std::vector<std::string> further_gaps(const Report& report) {
  std::vector<std::string> further;
  for (const auto& line : report.not_covered) {
    const bool told =
        std::ranges::any_of(report.judgement.verdicts, [&line](const Verdict& verdict) {
          return verdict.outcome == Outcome::not_judged && line.starts_with(verdict.criterion) &&
                 line.ends_with(verdict.reason);
        });
    if (!told) {
      further.push_back(line);
    }
  }
  return further;
}

}  // namespace

std::string criteria(const ReportView& view) {
  Html html;
  html.open("p", "legend")
      .text("Margin: the dot is what was observed, the tinted stretch is accepted, ");
  html.element("span", "limit", "legend-limit");
  html.element("span", "acceptance limit where it differs", "legend-accept").close();
  for (const auto& group : groups_of(view)) {
    html.open("div", "criterion " + outcome_class(worst(group)))
        .markup(heading(view.reference, group));
    HtmlTable table(
        {"Device", "Verdict", "Observed", "Limit", "Acceptance limit", "Margin", "Samples", "Why"},
        "verdicts");
    for (const auto* verdict : group.verdicts) {
      add_row(table, view, *verdict);
    }
    html.markup(table.take("")).close();
  }
  return html.take();
}

std::string not_judged(const ReportView& view) {
  HtmlTable table({"Criterion", "Device", "Why it was not judged"});
  for (const auto& verdict : view.report.judgement.verdicts) {
    if (verdict.outcome == Outcome::not_judged) {
      table.row().cell(verdict.criterion);
      table.cell(
          verdict.device.empty() ? "nothing was bound" : figures::device_name(verdict.device),
          "code");
      table.cell(verdict.reason);
    }
  }
  Html html;
  html.markup(table.take("Every criterion of the reference was judged."));
  html.element("h3", "What this report does not say");
  html.markup(sentences(further_gaps(view.report), "Nothing beyond the above is listed."));
  return html.take();
}

}  // namespace rackproof::html_sections
