#include "reports/ocptv_verdicts.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "certsuite/criteria/waivers.h"
#include "reports/ocptv_parts.h"
#include "schemas/enum_names.h"

namespace rackproof::ocptv {
namespace {

void add_given(std::string_view name, const std::optional<double>& value, JsonObject& object) {
  if (value) {
    object.add(name, *value);
  }
}

/// What the output has no member for: uncertainty, decision rule, how the number came about.
JsonValue metadata_of(const Verdict& verdict, const Criterion* criterion) {
  JsonObject metadata;
  metadata.add("criterion", verdict.criterion)
      .add("class", verdict.criterion_class)
      .add("verdict", word_of(kOutcomes, verdict.outcome))
      .add("required", verdict.required)
      .add("readable", verdict.readable)
      .add("missing", verdict.missing);
  if (criterion != nullptr) {
    metadata.add("statistic", word_of(kStatistics, criterion->statistic))
        .add("during", criterion->during);
  }
  if (verdict.grounds) {
    metadata.add("decisionRule", word_of(kRuleKinds, verdict.grounds->rule))
        .add("evidence", verdict.grounds->evidence);
  } else if (criterion != nullptr) {
    metadata.add("decisionRule", word_of(kDecisionRules, criterion->rule));
  }
  add_given("expandedUncertainty", verdict.uncertainty, metadata);
  if (verdict.uncertainty) {
    metadata.add("coverageFactor", 2);
  }
  add_given("limitAtLeast", verdict.at_least, metadata);
  add_given("limitAtMost", verdict.at_most, metadata);
  add_given("acceptedAtLeast", verdict.accept_at_least, metadata);
  add_given("acceptedAtMost", verdict.accept_at_most, metadata);
  return metadata.take();
}

bool is_accepted(const Verdict& verdict) {
  const auto observed = verdict.observed.value_or(0);
  return (!verdict.accept_at_least || observed >= *verdict.accept_at_least) &&
         (!verdict.accept_at_most || observed <= *verdict.accept_at_most);
}

/// Whether somebody who holds the value against the limits comes to what the report says.
bool limits_tell_the_verdict(const Verdict& verdict) {
  const auto type = diagnosis_type(verdict);
  return type == "PASS" ? is_accepted(verdict) : type == "FAIL" && !is_accepted(verdict);
}

JsonValue validators_of(const Verdict& verdict) {
  JsonArray validators;
  const auto add = [&](const char* name, const char* type, const std::optional<double>& limit) {
    if (limit) {
      validators.add(JsonObject().add("name", name).add("type", type).add("value", *limit).take());
    }
  };
  add("accepted at least", "GREATER_THAN_OR_EQUAL", verdict.accept_at_least);
  add("accepted at most", "LESS_THAN_OR_EQUAL", verdict.accept_at_most);
  return validators.take();
}

JsonValue measurement_of(const Verdict& verdict, const Criterion* criterion,
                         const ReportView& view) {
  JsonObject measurement;
  measurement.add("name", criterion == nullptr ? verdict.criterion : criterion->metric)
      .add("value", *verdict.observed)
      .add("unit", to_string(verdict.unit));
  if (limits_tell_the_verdict(verdict)) {
    measurement.add("validators", validators_of(verdict));
  }
  name_part(verdict.device, view, measurement);
  return measurement.add("metadata", metadata_of(verdict, criterion)).take();
}

/// What the output has no other place for: by which rule, and whether somebody waives it.
std::string message_of(const Verdict& verdict, const Report& report) {
  const auto word = word_of(kOutcomes, verdict.outcome);
  auto message = std::string(word) + ": " + verdict.reason;
  if (verdict.grounds) {
    message += " (rule " + std::string(word_of(kRuleKinds, verdict.grounds->rule)) + ")";
  }
  for (const auto* waiver : criteria::waivers_of(report, verdict.criterion)) {
    message += "; " + criteria::waiver_told(*waiver, word, report.issued);
  }
  return message;
}

JsonValue diagnosis_of(const Verdict& verdict, const ReportView& view) {
  const auto word = word_of(kOutcomes, verdict.outcome);
  JsonObject diagnosis;
  diagnosis
      .add("verdict",
           verdict.criterion + "-" + in_kebab_case(word) + (verdict.required ? "" : "-advisory"))
      .add("type", diagnosis_type(verdict))
      .add("message", message_of(verdict, view.report));
  name_part(verdict.device, view, diagnosis);
  return diagnosis.take();
}

/// One criterion: each value with what is said of it.
void add_step(const ReportView& view, std::span<const Verdict> verdicts, Lines& lines) {
  const auto at = view.report.issued;
  const auto& id = verdicts.front().criterion;
  const auto found = std::ranges::find(view.reference.criteria, id, &Criterion::id);
  const auto* criterion = found == view.reference.criteria.end() ? nullptr : &*found;
  lines.begin_step("criterion " + id, at);
  for (const auto& verdict : verdicts) {
    if (verdict.observed) {
      lines.step("measurement", measurement_of(verdict, criterion, view), at);
    }
    lines.step("diagnosis", diagnosis_of(verdict, view), at);
  }
  const bool judged = std::ranges::any_of(
      verdicts, [](const Verdict& verdict) { return verdict.outcome != Outcome::not_judged; });
  lines.end_step(judged ? "COMPLETE" : "SKIP", at);
}

}  // namespace

std::string_view diagnosis_type(const Verdict& verdict) {
  if (verdict.outcome == Outcome::pass) {
    return "PASS";
  }
  return verdict.outcome == Outcome::fail && verdict.required ? "FAIL" : "UNKNOWN";
}

void add_verdicts(const ReportView& view, Lines& lines) {
  const std::span<const Verdict> verdicts = view.report.judgement.verdicts;
  for (std::size_t first = 0; first < verdicts.size();) {
    const auto others = std::ranges::find_if(
        verdicts.subspan(first), [&id = verdicts[first].criterion](const Verdict& verdict) {
          return verdict.criterion != id;
        });
    const auto end = static_cast<std::size_t>(others - verdicts.begin());
    add_step(view, verdicts.subspan(first, end - first), lines);
    first = end;
  }
}

}  // namespace rackproof::ocptv
