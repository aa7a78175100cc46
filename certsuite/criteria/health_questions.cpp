#include "certsuite/criteria/health_questions.h"

#include <utility>

#include "certsuite/criteria/question.h"
#include "schemas/catalogue.h"

namespace rackproof::criteria {
namespace {

constexpr std::string_view kWholeRun = "*";
constexpr Metric kUnknownMetric{.name = "", .help = ""};

/// Why the criterion can only be asked of a run; "" when it need not be.
std::string why_not(const Criterion& criterion, const Metric& metric) {
  if (criterion.measurement || metric.measurement) {
    return "a workload measures it";
  }
  if (criterion.during != kWholeRun) {
    return "it looks at phase '" + criterion.during + "' of a run";
  }
  if (criterion.statistic == Statistic::drift) {
    return "it looks at how a run ends";
  }
  if (metric.kind == MetricKind::counter && !criterion.at_most && !counts_growth(criterion)) {
    return "it asks how much a counter has counted at least";
  }
  return "";
}

HealthQuestion as_asked(const Criterion& criterion, const Metric& metric,
                        const Architecture& reference) {
  HealthQuestion question{criterion, &metric, {}, false};
  const bool level = !counts_growth(criterion) && criterion.statistic != Statistic::count;
  if (metric.kind == MetricKind::counter && level) {
    question.criterion.statistic = Statistic::growth;
    question.criterion.at_least.reset();
    question.lifetime = true;
  }
  question.limits = resolve_limits(question.criterion, metric, reference);
  if (metric.name.empty()) {
    question.limits.ruling =
        Ruling{Outcome::inconclusive, "this release knows no metric '" + criterion.metric + "'"};
  }
  return question;
}

}  // namespace

HealthQuestions health_questions(const Architecture& reference) {
  HealthQuestions questions;
  for (const auto& criterion : reference.criteria) {
    const auto* known = metrics::find(criterion.metric);
    const Metric& metric = known == nullptr ? kUnknownMetric : *known;
    const auto why = why_not(criterion, metric);
    if (why.empty()) {
      questions.asked.push_back(as_asked(criterion, metric, reference));
    } else {
      questions.not_judged.push_back(criterion.id + ": " + why);
    }
  }
  if (!reference.topology_kind.empty()) {
    questions.not_judged.emplace_back("topology: the places of links are judged in a run");
  }
  if (!reference.software.empty()) {
    questions.not_judged.emplace_back("software: versions are judged in a run");
  }
  return questions;
}

}  // namespace rackproof::criteria
