#include "reports/junit_cases.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "certsuite/criteria/waivers.h"
#include "reports/figures.h"
#include "reports/grounds_words.h"
#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::junit {
namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

std::string word(Outcome outcome) {
  return std::string(word_of(kOutcomes, outcome));
}

/// The exact number of the report and its unit: "1.194e+10 B/s"; a count has none.
std::string with_unit(double value, Unit unit) {
  const auto number = format_double(value);
  return unit == Unit::one ? number : number + " " + std::string(to_string(unit));
}

void add(const char* name, const std::optional<double>& value, Unit unit, Properties& properties) {
  if (value) {
    properties.emplace_back(name, with_unit(*value, unit));
  }
}

Properties properties_of(const Verdict& verdict, const Report& report) {
  Properties properties{{"criterion", verdict.criterion},
                        {"device", verdict.device},
                        {"verdict", word(verdict.outcome)},
                        {"required", verdict.required ? "true" : "false"}};
  add("observed", verdict.observed, verdict.unit, properties);
  add("uncertainty_k2", verdict.uncertainty, verdict.unit, properties);
  add("limit_at_least", verdict.at_least, verdict.unit, properties);
  add("limit_at_most", verdict.at_most, verdict.unit, properties);
  add("accepted_at_least", verdict.accept_at_least, verdict.unit, properties);
  add("accepted_at_most", verdict.accept_at_most, verdict.unit, properties);
  properties.emplace_back("readable", std::to_string(verdict.readable));
  properties.emplace_back("missing", std::to_string(verdict.missing));
  if (verdict.grounds) {
    properties.emplace_back("rule", word_of(kRuleKinds, verdict.grounds->rule));
    properties.emplace_back("grounds", grounds_words::line(verdict));
  }
  for (const auto* waiver : criteria::waivers_of(report, verdict.criterion)) {
    properties.emplace_back("waiver",
                            criteria::waiver_told(*waiver, word(verdict.outcome), report.issued));
  }
  return properties;
}

std::string text_of(const Verdict& verdict, const Report& report) {
  return word(verdict.outcome) + (verdict.required ? ", required" : ", advisory") + "\nobserved " +
         figures::observed(verdict) + ", limit " +
         figures::limits(verdict.at_least, verdict.at_most, verdict.unit) + ", " +
         figures::grouped(verdict.readable) + " read, " + figures::grouped(verdict.missing) +
         " missing\n" + verdict.reason + "\nreport " + report.report_id + "\n";
}

Case case_of(const Verdict& verdict, const Report& report) {
  Case made;
  made.class_name = "rackproof." + verdict.criterion_class;
  made.name = verdict.criterion +
              (verdict.device.empty() ? ": nothing was bound" : " on " + verdict.device);
  made.mark = mark_of(verdict);
  made.properties = properties_of(verdict, report);
  if (made.mark != Mark::passed) {
    made.type = word(verdict.outcome);
    made.message =
        made.type + (verdict.required ? ": " : " (advisory, does not count): ") + verdict.reason;
    made.text = text_of(verdict, report);
  }
  return made;
}

std::string because(const Report& report) {
  std::string text;
  for (const auto& reason : report.judgement.because) {
    text += (text.empty() ? "" : "\n") + reason;
  }
  return text;
}

/// Which report this is and what it rests on: what a reader needs to ask the bundle itself.
Properties identity_of(const ReportView& view) {
  const auto& report = view.report;
  return {{"report_id", report.report_id},
          {"report_revision", std::to_string(report.revision)},
          {"report_title", report.title},
          {"report_sha256", view.report_statement.digest},
          {"report_key_claimed", view.report_statement.key_id},
          {"run_id", view.record.run_id},
          {"run_record_sha256", view.run_record_statement.digest},
          {"reference", report.reference_id},
          {"reference_revision", std::to_string(report.reference_revision)},
          {"reference_status", report.reference_status},
          {"reference_sha256", report.reference_digest},
          {"tier", report.tier},
          {"simulated", is_simulated(view) ? "true" : "false"},
          {"issued", format_utc(report.issued)},
          {"issuer", figures::given(report.site.issuer_name)},
          {"evaluator", grounds_words::evaluator(report)}};
}

Case overall_case(const ReportView& view) {
  const auto overall = view.report.judgement.overall;
  Case made;
  made.class_name = "rackproof.overall";
  made.name = "overall verdict";
  const std::chrono::duration<double> length = view.record.finished - view.record.started;
  made.seconds = format_double(std::max(length.count(), 0.0));
  made.properties = identity_of(view);
  if (overall == Outcome::pass && !is_simulated(view)) {
    return made;
  }
  const auto reasons = because(view.report);
  made.mark = overall == Outcome::fail ? Mark::failure : Mark::error;
  made.type = overall == Outcome::pass ? "SIMULATED" : word(overall);
  made.message = overall == Outcome::pass
                     ? "PASS of a captured tree: this says nothing of a machine"
                     : word(overall) + " overall: " + reasons.substr(0, reasons.find('\n'));
  made.text = word(overall) + " overall\n" + reasons + "\nreport " + view.report.report_id + "\n";
  return made;
}

}  // namespace

Mark mark_of(const Verdict& verdict) {
  if (verdict.outcome == Outcome::pass) {
    return Mark::passed;
  }
  if (!verdict.required || verdict.outcome == Outcome::not_judged) {
    return Mark::skipped;
  }
  return verdict.outcome == Outcome::fail ? Mark::failure : Mark::error;
}

std::vector<Suite> suites_of(const ReportView& view) {
  std::vector<Suite> suites{{"overall", {overall_case(view)}}};
  for (const auto& verdict : view.report.judgement.verdicts) {
    const auto name = "rackproof." + verdict.criterion_class;
    auto suite = std::ranges::find(suites, name, &Suite::name);
    if (suite == suites.end()) {
      suite = suites.insert(suites.end(), Suite{name, {}});
    }
    suite->cases.push_back(case_of(verdict, view.report));
  }
  return suites;
}

}  // namespace rackproof::junit
