#include "certsuite/criteria/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "certsuite/criteria/counters.h"
#include "certsuite/criteria/readings.h"
#include "certsuite/criteria/statistics.h"
#include "certsuite/criteria/wording.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

// How far a counter's first and last reading may lie from the ends of the stretch it is judged
// over: a tenth of it, at least two seconds (a probe's usual period twice), at most a minute.
constexpr int kGapShare = 10;
constexpr nanoseconds kSmallestGap = seconds(2);
constexpr nanoseconds kLargestGap = seconds(60);

bool counts_growth(const Criterion& criterion) {
  return criterion.statistic == Statistic::growth || criterion.statistic == Statistic::rate;
}

/// These look at both ends of a stretch, so that readings must reach them.
bool spans_the_stretch(const Criterion& criterion) {
  return counts_growth(criterion) || criterion.statistic == Statistic::drift;
}

std::string what_was_read(const Question& question, std::size_t count) {
  return counted(count, question.windowed ? "window" : "sample");
}

Verdict ruled(Verdict verdict, Outcome outcome, std::string reason) {
  verdict.outcome = outcome;
  verdict.reason = std::move(reason);
  return verdict;
}

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

/// A stretch at the start or end for which there is no reading; "" when there is none.
std::string gap_at_an_end(const Question& question, const Readings& readings) {
  const auto& range = question.gate.range;
  const UtcTime end = range.to - nanoseconds(1);  // the range is half open, the stretch is not
  const nanoseconds length = end - range.from;
  const nanoseconds allowed =
      std::min(std::clamp(length / kGapShare, kSmallestGap, kLargestGap), length / 2);
  const nanoseconds before = readings.readable().front().taken_at - range.from;
  const nanoseconds after = end - readings.readable().back().taken_at;
  if (before <= allowed && after <= allowed) {
    return "";
  }
  std::string text = std::string(counts_growth(question.criterion) ? "the counter" : "it") +
                     " was not read for " + format_duration(std::max(before, after)) + " at the " +
                     (before >= after ? "start" : "end") + " of that time";
  return readings.missing() == 0 ? text : text + ", for: " + readings.usual_reason();
}

/// The readings of the metric that takes counts over from this one; empty when none does.
Result<Series> taken_over(const Question& question, const Device& device,
                          const Evidence& evidence) {
  if (question.metric.counter.migrates_to.empty()) {
    return Series{};
  }
  auto series = evidence.series.read({device.id, std::string(question.metric.counter.migrates_to)},
                                     question.gate.range);
  if (!series) {
    return series;
  }
  return Readings(std::move(*series)).readable();
}

/// What was observed, or why that is not known.
struct Observation {
  std::optional<double> value;
  std::string trouble;
};

Result<Observation> observe_growth(const Question& question, const Device& device,
                                   const Readings& readings, const Evidence& evidence) {
  const auto& readable = readings.readable();
  auto other = taken_over(question, device, evidence);
  if (!other) {
    return std::move(other).error();
  }
  auto growth = growth_of(readable, question.metric, device, *other);
  Observation seen{growth.value, growth.trouble};
  if (seen.trouble.empty() && readings.any_saturated()) {
    seen.trouble = "the counter was read at its stop: " + readings.usual_reason();
  }
  if (seen.trouble.empty()) {
    seen.trouble = gap_at_an_end(question, readings);
  }
  if (question.criterion.statistic == Statistic::rate) {
    const std::chrono::duration<double> length =
        readable.back().taken_at - readable.front().taken_at;
    if (length.count() <= 0) {
      return Observation{std::nullopt, "all readings bear one stamp, which gives no rate"};
    }
    seen.value = growth.value / length.count();
  }
  return seen;
}

Observation observe_drift(const Question& question, const Readings& readings) {
  const auto drift = drift_of(readings.readable());
  if (!drift) {
    return {std::nullopt, "the last two quarters of the readings do not both hold one"};
  }
  return {drift, gap_at_an_end(question, readings)};
}

Result<Observation> observe(const Question& question, const Device& device,
                            const Readings& readings, const Evidence& evidence) {
  if (counts_growth(question.criterion)) {
    return observe_growth(question, device, readings, evidence);
  }
  const auto seen =
      question.criterion.statistic == Statistic::drift
          ? observe_drift(question, readings)
          : Observation{statistic_of(question.criterion.statistic, readings.values()), ""};
  if (seen.value && !std::isfinite(*seen.value)) {
    return Observation{std::nullopt, "the readings add up to no finite number"};
  }
  return seen;
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

std::string rule_text(const Question& question, const Verdict& verdict) {
  if (!verdict.uncertainty) {
    return question.criterion.rule == DecisionRule::guard_band
               ? "; the guard band needs an uncertainty and none is known"
               : "; uncertainty not considered";
  }
  return "; U = " + with_unit(short_number(*verdict.uncertainty), question.limits.unit) +
         " (k = 2, from the spread of the windows), " +
         (question.criterion.rule == DecisionRule::guard_band ? "kept from the limit"
                                                              : "not kept from the limit");
}

std::string sentence(const Question& question, const Verdict& verdict) {
  std::string text(word_of(kStatistics, question.criterion.statistic));
  text += " of " + what_was_read(question, static_cast<std::size_t>(verdict.readable)) + " is " +
          comparison(question, *verdict.observed) + rule_text(question, verdict);
  if (verdict.missing > 0) {
    text += "; " + std::to_string(verdict.missing) + " more without a value";
  }
  return text;
}

/// A pass that the evidence is too thin for; "" when it is not.
std::string not_enough_to_pass(const Question& question, const Verdict& verdict,
                               const Readings& readings, const Evidence& evidence) {
  if (verdict.missing > verdict.readable) {
    return "more readings lack a value than have one, for: " + readings.usual_reason();
  }
  if (question.criterion.during == "*" && evidence.record.status != RunStatus::complete) {
    return "the run did not complete: " + evidence.record.status_reason;
  }
  return "";
}

Verdict decided(const Question& question, Verdict verdict, const Readings& readings,
                const Evidence& evidence) {
  if (question.windowed && question.criterion.statistic != Statistic::drift) {
    verdict.uncertainty = type_a_uncertainty(readings.values());
  }
  const auto decision = decide(*verdict.observed, verdict.uncertainty, question.limits.limits,
                               question.criterion.rule);
  verdict.outcome = decision.outcome;
  verdict.accept_at_least = decision.accept.at_least;
  verdict.accept_at_most = decision.accept.at_most;
  verdict.reason = sentence(question, verdict);
  if (verdict.outcome == Outcome::pass) {
    const auto thin = not_enough_to_pass(question, verdict, readings, evidence);
    if (!thin.empty()) {
      return ruled(std::move(verdict), Outcome::inconclusive, thin);
    }
  }
  return verdict;
}

}  // namespace

Verdict blank_verdict(const Question& question, std::string device) {
  Verdict verdict;
  verdict.criterion = question.criterion.id;
  verdict.criterion_class = question.criterion.criterion_class;
  verdict.device = std::move(device);
  verdict.required = question.criterion.required;
  verdict.unit = question.limits.unit;
  verdict.at_least = question.limits.limits.at_least;
  verdict.at_most = question.limits.limits.at_most;
  return verdict;
}

Result<Verdict> evaluate(const Question& question, const Device& device, const Evidence& evidence) {
  auto verdict = blank_verdict(question, device.id);
  if (question.gate.ruling) {
    return ruled(verdict, question.gate.ruling->outcome, question.gate.ruling->reason);
  }
  if (question.limits.ruling) {
    return ruled(verdict, question.limits.ruling->outcome, question.limits.ruling->reason);
  }
  auto series =
      evidence.series.read({device.id, std::string(question.metric.name)}, question.gate.range);
  if (!series) {
    return std::move(series).error().during(question.criterion.id + " on " + device.id);
  }
  const Readings readings(std::move(*series));
  verdict.readable = static_cast<std::int64_t>(readings.readable().size());
  verdict.missing = readings.missing();
  if (readings.readable().size() < fewest(question.criterion)) {
    return ruled(verdict, Outcome::inconclusive, too_few(question, readings));
  }
  auto seen = observe(question, device, readings, evidence);
  if (!seen) {
    return std::move(seen).error().during(question.criterion.id + " on " + device.id);
  }
  verdict.observed = seen->value;
  if (!seen->trouble.empty()) {
    return ruled(verdict, Outcome::inconclusive, seen->trouble);
  }
  return decided(question, std::move(verdict), readings, evidence);
}

}  // namespace rackproof::criteria
