#include "certsuite/criteria/reasons.h"

#include <algorithm>

#include "certsuite/criteria/observation.h"
#include "certsuite/criteria/wording.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

std::string what_was_read(const Question& question, std::size_t count) {
  return counted(count, question.windowed ? "window" : "sample");
}

/// Six digits for people, all of them where six would hide on which side of the limit it lies.
std::string readable_pair(const Question& question, double observed, double limit,
                          std::string_view word) {
  auto left = short_number(observed);
  auto right = short_number(limit);
  if (left == right && observed != limit) {
    left = format_double(observed);
    right = format_double(limit);
  }
  return with_unit(left, question.limits.unit) + ", " + std::string(word) + " " +
         with_unit(right, question.limits.unit) + " asked";
}

std::string comparison(const Question& question, double observed) {
  const auto& limits = question.limits.limits;
  std::string text;
  if (limits.at_least) {
    text = readable_pair(question, observed, *limits.at_least, "at least");
  }
  if (limits.at_most) {
    text +=
        (text.empty() ? "" : "; ") + readable_pair(question, observed, *limits.at_most, "at most");
  }
  return text;
}

/// Where the uncertainty comes from.
std::string origin(const Uncertainty& uncertainty) {
  const auto instrument = "the instrument '" + uncertainty.instrument + "'";
  if (!uncertainty.from_spread) {
    return "from " + instrument;
  }
  return "from the spread of the windows" +
         (uncertainty.instrument.empty() ? "" : " and " + instrument);
}

std::string unknown_text(const Criterion& criterion, const Uncertainty& uncertainty) {
  const std::string text = criterion.rule == DecisionRule::guard_band
                               ? "; the guard band needs an uncertainty and none is known"
                               : "; uncertainty not considered";
  return uncertainty.why_not.empty() ? text : text + ": " + uncertainty.why_not;
}

std::string rule_text(const Question& question, const Uncertainty& uncertainty) {
  if (!uncertainty.expanded) {
    return unknown_text(question.criterion, uncertainty);
  }
  return "; U = " + with_unit(short_number(*uncertainty.expanded), question.limits.unit) +
         " (k = 2, " + origin(uncertainty) + "), " +
         (question.criterion.rule == DecisionRule::guard_band ? "kept from the limit"
                                                              : "not kept from the limit");
}

}  // namespace

std::size_t fewest(const Criterion& criterion) {
  const int least = spans_the_stretch(criterion) ? 2 : 1;
  return static_cast<std::size_t>(std::max(criterion.min_samples, least));
}

std::string too_few(const Question& question, const Readings& readings) {
  const auto count = readings.readable().size();
  std::string text;
  if (count == 0 && readings.missing() == 0) {
    text = std::string(question.metric.name) + " was never read there in that time";
  } else {
    text = what_was_read(question, count) + " of " + std::string(question.metric.name) +
           " with a value";
  }
  text += ", " + std::to_string(fewest(question.criterion)) + " asked";
  return readings.missing() == 0 ? text : text + "; missing for: " + readings.usual_reason();
}

std::string sentence(const Question& question, const Verdict& verdict,
                     const Uncertainty& uncertainty) {
  std::string text(word_of(kStatistics, question.criterion.statistic));
  text += " of " + what_was_read(question, static_cast<std::size_t>(verdict.readable)) + " is " +
          comparison(question, *verdict.observed) + rule_text(question, uncertainty);
  if (verdict.missing > 0) {
    text += "; " + std::to_string(verdict.missing) + " more without a value";
  }
  const auto unobserved = unobserved_by(question);
  if (unobserved.count() > 0) {
    text += "; not observed for " + format_duration(unobserved) + " between segments of the run";
  }
  return text;
}

}  // namespace rackproof::criteria
