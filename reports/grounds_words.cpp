#include "reports/grounds_words.h"

#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::grounds_words {
namespace {

std::string_view explained(RuleKind kind) {
  switch (kind) {
    case RuleKind::simple:
      return "the acceptance limit is the limit; uncertainty is not considered";
    case RuleKind::guard_band:
      return "the acceptance limit is the limit moved by the expanded uncertainty (k = 2) to the "
             "safe side";
    case RuleKind::exact:
      return "what the inventory lists is compared and counted, nothing is measured";
  }
  return "";
}

std::string_view type_of(UncertaintyEvaluation evaluation) {
  switch (evaluation) {
    case UncertaintyEvaluation::type_a:
      return "type A (spread of the windows)";
    case UncertaintyEvaluation::type_b:
      return "type B";
    case UncertaintyEvaluation::type_a_and_b:
      return "type A (spread of the windows) and B";
    case UncertaintyEvaluation::none:
      break;
  }
  return "";
}

std::string uncertainty(const Grounds& grounds) {
  if (grounds.evaluation == UncertaintyEvaluation::none) {
    return grounds.rule == RuleKind::exact ? "" : ", U not known";
  }
  std::string text = ", U of " + std::string(type_of(grounds.evaluation));
  text += grounds.instrument.empty() ? "" : " by " + grounds.instrument;
  return text +
         (grounds.coverage_factor ? " (k = " + format_double(*grounds.coverage_factor) + ")" : "");
}

}  // namespace

std::string rule(RuleKind kind) {
  return std::string(word_of(kRuleKinds, kind)) + ": " + std::string(explained(kind));
}

std::string line(const Verdict& verdict) {
  if (!verdict.grounds) {
    return "";
  }
  const auto& grounds = *verdict.grounds;
  auto text = "rule " + std::string(word_of(kRuleKinds, grounds.rule));
  text += grounds.statistic.empty() ? "" : " on " + grounds.statistic;
  text += uncertainty(grounds);
  const char* join = "; rests on ";
  for (const auto& path : grounds.evidence) {
    text += join + path;
    join = ", ";
  }
  return text;
}

std::string evaluator(const Report& report) {
  return report.evaluator_name + " " + report.evaluator_version +
         (report.evaluator_digest.empty() ? "" : ", sha256 " + report.evaluator_digest);
}

std::string superseded(const Report& report) {
  if (report.supersedes.empty()) {
    return "";
  }
  return report.supersedes + ": " + report.supersedes_reason +
         (report.supersedes_digest.empty() ? "" : ", sha256 " + report.supersedes_digest);
}

std::string_view no_opinions() {
  return "This report gives none. How likely a value keeps to its limit, and what a count says of "
         "a "
         "rate, are worked out for the reader and are no part of a verdict. What other tools say "
         "of their own runs stands apart, as external results.";
}

}  // namespace rackproof::grounds_words
