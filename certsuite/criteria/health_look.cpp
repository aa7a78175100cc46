#include "certsuite/criteria/health_look.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "certsuite/criteria/evaluate.h"
#include "certsuite/criteria/health_screen.h"
#include "certsuite/criteria/observation.h"
#include "certsuite/criteria/stretches.h"
#include "certsuite/criteria/wording.h"
#include "schemas/counters.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

using std::chrono::nanoseconds;

/// A counter that falls more often has readings out of order, as after a clock was set back.
constexpr int kMostFalls = 3;

Question question_of(const HealthLook& look) {
  PhaseGate gate;
  gate.stretches = {{look.window, look.window.to - nanoseconds(1)}};
  return {look.question.criterion, *look.question.metric, false, look.question.limits,
          std::move(gate)};
}

bool keeps_to(double value, const HealthLook& look) {
  return decide(value, std::nullopt, look.question.limits.limits, DecisionRule::simple).outcome ==
         Outcome::pass;
}

/// The middle one of the times between readings; 0 for fewer than two.
nanoseconds usual_period(const Series& points) {
  std::vector<nanoseconds> periods;
  for (std::size_t i = 1; i < points.size(); ++i) {
    periods.push_back(points[i].taken_at - points[i - 1].taken_at);
  }
  if (periods.empty()) {
    return nanoseconds(0);
  }
  const auto middle = periods.begin() + static_cast<std::ptrdiff_t>(periods.size() / 2);
  std::ranges::nth_element(periods, middle);
  return *middle;
}

/// Why the last value is too old to say anything of now; "" when it is not.
std::string staleness(const Series& all, const Series& readable, UtcTime now) {
  const auto allowed = std::max<nanoseconds>(kStaleAtLeast, usual_period(all) * kStalePeriods);
  const nanoseconds age = now - readable.back().taken_at;
  if (age <= allowed) {
    return "";
  }
  const auto text =
      "no value for " + format_duration(age) + ", since " + format_utc(readable.back().taken_at);
  const auto* why = std::get_if<Error>(&all.back().reading);
  return why == nullptr ? text
                        : text + ": " + std::string(to_string(why->kind)) +
                              (why->message.empty() ? "" : ": " + why->message);
}

/// A counter's readings between its falls.
struct Pieces {
  std::vector<Stretch> stretches;  ///< Of at least two readings.
  int falls = 0;
  double begun_at = 0;          ///< Sum of what it read right after each fall.
  std::optional<UtcTime> fell;  ///< The last fall.
  std::optional<UtcTime> rose;  ///< The first rise.
};

bool is_fall(std::span<const Point> pair, const HealthLook& look, const Series& taken_over) {
  return as_double(pair[1].reading) < as_double(pair[0].reading) &&
         !growth_of(pair, *look.question.metric, look.device, taken_over).trouble.empty();
}

Pieces pieces_of(const Series& readable, const HealthLook& look, const Series& taken_over) {
  Pieces pieces;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (end - begin > 1) {
      pieces.stretches.push_back(
          stretch_between(readable[begin].taken_at, readable[end - 1].taken_at));
    }
    begin = end;
  };
  for (std::size_t i = 1; i < readable.size(); ++i) {
    const std::span pair(&readable[i - 1], 2);
    if (is_fall(pair, look, taken_over)) {
      close(i);
      ++pieces.falls;
      pieces.begun_at += as_double(readable[i].reading);
      pieces.fell = readable[i].taken_at;
    } else if (!pieces.rose && as_double(pair[1].reading) != as_double(pair[0].reading)) {
      pieces.rose = readable[i].taken_at;
    }
  }
  close(readable.size());
  return pieces;
}

/// Readings of a level that do not keep to the limit.
struct Excursions {
  int times = 0;
  std::optional<UtcTime> since;  ///< Of the last one.
  std::optional<UtcTime> until;  ///< None where it lasts.
};

Excursions excursions_in(const Series& readable, const HealthLook& look) {
  Excursions seen;
  bool beyond = false;
  for (const auto& point : readable) {
    const bool keeps = keeps_to(as_double(point.reading), look);
    if (!keeps && !beyond) {
      ++seen.times;
      seen.since = point.taken_at;
      seen.until.reset();
    } else if (keeps && beyond) {
      seen.until = point.taken_at;
    }
    beyond = !keeps;
  }
  return seen;
}

bool is_of_single_readings(Statistic statistic) {
  return statistic != Statistic::mean && statistic != Statistic::count;
}

void cannot_tell(HealthAnswer& answer, std::string why) {
  answer.verdict.outcome = Outcome::inconclusive;
  answer.verdict.reason = std::move(why);
}

/// What a counter's falls leave open, once its growth between them keeps to the limit.
std::string left_open_by(const Pieces& pieces, const Verdict& verdict, const HealthLook& look) {
  const double at_most = verdict.observed.value_or(0) + pieces.begun_at;
  if (pieces.falls > 0 && look.question.criterion.statistic == Statistic::growth &&
      !keeps_to(at_most, look)) {
    return "the counter began again at " + format_utc(*pieces.fell) + " and stood at " +
           with_unit(format_double(pieces.begun_at), look.question.limits.unit) +
           ": how much of it was counted since nobody saw";
  }
  return "";
}

/// What was read of the metric that takes counts over from this one, in the window.
Result<Series> taken_over_in(const HealthLook& look, const Question& question,
                             const Evidence& evidence) {
  const auto other = look.question.metric->counter.migrates_to;
  if (other.empty()) {
    return Series{};
  }
  auto readings = gather(question, look.device, other, evidence);
  return readings ? Result<Series>(readings->readable()) : std::move(readings).error();
}

Result<void> judge_counter(const HealthLook& look, const Readings& readings,
                           const Evidence& evidence, HealthAnswer& answer) {
  auto question = question_of(look);
  const auto& readable = readings.readable();
  const auto other = taken_over_in(look, question, evidence);
  if (!other) {
    return other.error();
  }
  const auto pieces = pieces_of(readable, look, *other);
  question.gate.stretches = pieces.stretches;
  if (pieces.stretches.empty()) {
    answer.verdict = blank_verdict(question, look.device.id);
    cannot_tell(answer, "the counter was not read twice without a fall between");
    return {};
  }
  auto verdict = evaluate(question, look.device, evidence);
  if (!verdict) {
    return std::move(verdict).error();
  }
  answer.verdict = std::move(*verdict);
  if (pieces.falls > kMostFalls) {
    cannot_tell(answer, "the counter fell " + std::to_string(pieces.falls) +
                            " times: its readings are out of order, or it does not only count");
    return {};
  }
  if (answer.verdict.outcome == Outcome::fail) {
    answer.since = pieces.rose;
    return {};
  }
  if (answer.verdict.outcome == Outcome::pass) {
    auto open = left_open_by(pieces, answer.verdict, look);
    if (!open.empty()) {
      cannot_tell(answer, std::move(open));
      answer.since = pieces.fell;
    }
  }
  const double stands_at = as_double(readable.back().reading);
  if (look.question.lifetime && answer.verdict.outcome == Outcome::pass &&
      !keeps_to(stands_at, look)) {
    answer.counted_before = stands_at;
  }
  return {};
}

Result<void> judge_level(const HealthLook& look, const Readings& readings, const Evidence& evidence,
                         HealthAnswer& answer) {
  auto verdict = evaluate(question_of(look), look.device, evidence);
  if (!verdict) {
    return std::move(verdict).error();
  }
  answer.verdict = std::move(*verdict);
  if (answer.verdict.outcome != Outcome::fail ||
      !is_of_single_readings(look.question.criterion.statistic)) {
    return {};
  }
  const auto seen = excursions_in(readings.readable(), look);
  answer.since = seen.since;
  answer.until = seen.until;
  if (seen.times == 1 && seen.until) {
    answer.state = HealthState::degraded;
  }
  return {};
}

HealthState state_for(const HealthAnswer& answer) {
  switch (answer.verdict.outcome) {
    case Outcome::pass:
    case Outcome::not_judged:
      return HealthState::healthy;
    case Outcome::fail:
      return answer.state == HealthState::degraded ? answer.state : HealthState::unhealthy;
    case Outcome::inconclusive:
    case Outcome::invalid:
      break;
  }
  return HealthState::unknown;
}

/// Health has no run: evaluate() is shown one that begins and ends with the window.
RunRecord window_as_run(TimeRange window) {
  RunRecord record;
  record.status = RunStatus::complete;
  record.started = window.from;
  record.finished = window.to;
  return record;
}

}  // namespace

Result<HealthAnswer> look_closer(const HealthLook& look, SeriesSource& series) {
  const auto record = window_as_run(look.window);
  const Inventory nothing;  // a single device is asked
  const Evidence evidence{look.reference, nothing, record, series};
  const auto question = question_of(look);
  HealthAnswer answer;
  auto all = series.read({look.device.id, std::string(look.question.metric->name)}, look.window);
  auto readings = gather(question, look.device, look.question.metric->name, evidence);
  if (!all || !readings) {
    return !all ? std::move(all).error() : std::move(readings).error();
  }
  const auto& readable = readings->readable();
  auto judged = counts_growth(look.question.criterion) && readable.size() > 1
                    ? judge_counter(look, *readings, evidence, answer)
                    : judge_level(look, *readings, evidence, answer);
  if (!judged) {
    return std::move(judged).error();
  }
  if (!readable.empty()) {
    answer.first_reading = readable.front().taken_at;
    answer.last_reading = readable.back().taken_at;
    auto stale = staleness(all->empty() ? readable : *all, readable, look.window.to);
    answer.stale = !stale.empty();
    if (answer.stale && answer.verdict.outcome == Outcome::pass) {
      cannot_tell(answer, std::move(stale));
      answer.since = readable.back().taken_at;
    }
  }
  answer.state = state_for(answer);
  return answer;
}

}  // namespace rackproof::criteria
