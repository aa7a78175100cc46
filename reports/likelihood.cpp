#include "reports/likelihood.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "certsuite/criteria/decision.h"
#include "certsuite/criteria/phase_gate.h"
#include "certsuite/criteria/rare_events.h"
#include "certsuite/criteria/stretches.h"
#include "reports/figures.h"
#include "schemas/criterion.h"
#include "schemas/text.h"

namespace rackproof::likelihood {
namespace {

using std::chrono::nanoseconds;

constexpr double kCoverage = 2;  // k of an expanded uncertainty
constexpr std::string_view kConfidence = " (95 %)";

/// Two significant digits, rounded up: a bound may only be said too high.
std::string rounded_up(double value) {
  const double scale = std::pow(10.0, 1 - std::floor(std::log10(value)));
  const double rounded = std::ceil(value * scale) / scale;
  return rounded >= 10 ? figures::grouped(static_cast<std::int64_t>(std::llround(rounded)))
                       : format_double(rounded);
}

/// The time in which the criterion looked for events.
nanoseconds watched(const Criterion& criterion, const RunRecord& record) {
  nanoseconds time{0};
  if (criterion.during == "*") {
    for (const auto& stretch : criteria::stretches_of(record)) {
      time += stretch.end - stretch.range.from;
    }
  } else if (const auto* step = criteria::last_attempt(record, criterion.during)) {
    time = step->finished - step->started;
  }
  return time;
}

std::string rate_of_events(const Verdict& verdict, const Criterion& criterion,
                           const RunRecord& record) {
  const auto seen = static_cast<std::int64_t>(*verdict.observed);
  const auto most = criteria::most_events(seen);
  const auto time = watched(criterion, record);
  if (!most || time.count() <= 0) {
    return "";
  }
  const double hours = std::chrono::duration<double, std::ratio<3600>>(time).count();
  return figures::counted(seen, "event") + " in " + format_duration(time) + ": below " +
         rounded_up(*most / hours) + " per hour" + std::string(kConfidence);
}

std::string share_of_answers(const Criterion& criterion, const RunRecord& record) {
  const auto* step = criteria::last_attempt(record, criterion.during);
  if (step == nullptr || step->checks <= 0) {
    return "";
  }
  const auto most = criteria::most_events(step->mismatch_count);
  if (!most) {
    return "";
  }
  const bool one = criterion.on == DeviceKind::node || criterion.on == DeviceKind::memory;
  const double percent = *most / static_cast<double>(step->checks) * 100;
  return figures::grouped(step->mismatch_count) + " wrong in " +
         figures::counted(step->checks, "check") + " of the phase" +
         (one ? "" : ", all its devices together") + ": below " + rounded_up(percent) +
         " % of checks" + std::string(kConfidence);
}

bool counts_events(const Verdict& verdict, const Criterion& criterion) {
  return criterion.statistic == Statistic::growth && verdict.unit == Unit::one &&
         verdict.observed && std::floor(*verdict.observed) == *verdict.observed;
}

bool checks_answers(const Criterion& criterion) {
  return criterion.measurement && criterion.metric.ends_with("_mismatch_count");
}

std::string percent_of(double probability) {
  constexpr double kAlmost = 0.9999;
  if (probability > kAlmost) {
    return "more than 99.99 %";
  }
  if (probability < 1 - kAlmost) {
    return "less than 0.01 %";
  }
  return figures::fixed(probability * 100, probability > 0.99 || probability < 0.01 ? 2 : 1) + " %";
}

}  // namespace

std::string conformance(const Verdict& verdict) {
  const bool limited = verdict.at_least || verdict.at_most;
  if (!verdict.observed || !limited || !verdict.uncertainty || *verdict.uncertainty <= 0) {
    return "";
  }
  const double probability = criteria::conformance_probability(
      *verdict.observed, *verdict.uncertainty / kCoverage, {verdict.at_least, verdict.at_most});
  return percent_of(probability) + " likely within the limit";
}

std::string event_bound(const Verdict& verdict, const Architecture& reference,
                        const RunRecord& record) {
  const auto found = std::ranges::find(reference.criteria, verdict.criterion, &Criterion::id);
  const bool judged = verdict.outcome == Outcome::pass || verdict.outcome == Outcome::fail;
  if (found == reference.criteria.end() || !judged || !verdict.observed) {
    return "";
  }
  if (counts_events(verdict, *found)) {
    return rate_of_events(verdict, *found, record);
  }
  return checks_answers(*found) ? share_of_answers(*found, record) : "";
}

std::string in_words(const Verdict& verdict, const Architecture& reference,
                     const RunRecord& record) {
  auto text = conformance(verdict);
  const auto bound = event_bound(verdict, reference, record);
  return text + (text.empty() || bound.empty() ? "" : "; ") + bound;
}

}  // namespace rackproof::likelihood
