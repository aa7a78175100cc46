#include "certsuite/criteria/uncertainty.h"

#include <chrono>
#include <cmath>
#include <utility>

#include "schemas/statistics.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

/// How closely `instrument` is named for the device: 3 by its id, 2 by a pattern, 1 any; 0 not.
int closeness(const Instrument& instrument, const Question& question, const Device& device) {
  if (!instrument.expanded_uncertainty || instrument.metric != question.metric.name ||
      !same_dimension(instrument.uncertainty_unit, question.metric.unit)) {
    return 0;
  }
  if (instrument.device.empty()) {
    return 1;
  }
  if (instrument.device == device.id) {
    return 3;
  }
  return matches_pattern(device.id, instrument.device) ? 2 : 0;
}

double expanded_of(const Instrument& instrument) {
  return in_base_unit(*instrument.expanded_uncertainty, instrument.uncertainty_unit);
}

/// The instrument of the site whose word counts for this value.
struct Choice {
  const Instrument* instrument = nullptr;
  int closeness = 0;
  std::string why_not;  ///< Of the first that is named and does not count.

  void offer(const Instrument& other, int close, const std::string& refused) {
    if (!refused.empty()) {
      why_not = why_not.empty() ? refused + " for the instrument '" + other.id + "'" : why_not;
    } else if (close > closeness ||
               (close == closeness && expanded_of(other) > expanded_of(*instrument))) {
      instrument = &other;
      closeness = close;
    }
  }
};

Choice choose(const Question& question, const Device& device, const RunRecord& record) {
  Choice choice;
  for (const auto& instrument : record.site.instruments) {
    const int close = closeness(instrument, question, device);
    if (close > 0) {
      choice.offer(instrument, close, out_of_calibration(instrument, record.started));
    }
  }
  return choice;
}

bool asks_for_a_value(const Criterion& criterion) {
  return !spans_the_stretch(criterion) && criterion.statistic != Statistic::count;
}

}  // namespace

std::string out_of_calibration(const Instrument& instrument, UtcTime started) {
  const auto day = [](const std::string& date) { return parse_utc(date + "T00:00:00Z"); };
  if (!instrument.due.empty()) {
    const auto due = day(instrument.due);
    if (!due) {
      return "unreadable due date '" + instrument.due + "'";
    }
    if (*due + std::chrono::days(1) <= started) {
      return "calibration overdue since " + instrument.due;
    }
  }
  if (!instrument.calibrated.empty()) {
    const auto calibrated = day(instrument.calibrated);
    if (!calibrated) {
      return "unreadable calibration date '" + instrument.calibrated + "'";
    }
    if (*calibrated > started) {
      return "calibrated only on " + instrument.calibrated + ", after the run,";
    }
  }
  return "";
}

Uncertainty uncertainty_of(const Question& question, const Device& device, const Readings& readings,
                           const RunRecord& record) {
  Uncertainty result;
  if (question.windowed && question.criterion.statistic != Statistic::drift) {
    result.expanded = type_a_uncertainty(readings.values());
    result.from_spread = result.expanded.has_value();
  }
  if (!asks_for_a_value(question.criterion)) {
    return result;
  }
  auto choice = choose(question, device, record);
  if (choice.instrument != nullptr) {
    const double b = expanded_of(*choice.instrument);
    const double a = result.expanded.value_or(0);
    result.expanded = result.from_spread ? 2 * std::sqrt(a / 2 * (a / 2) + b / 2 * (b / 2)) : b;
    result.instrument = choice.instrument->id;
  } else if (!choice.why_not.empty()) {
    return {std::nullopt, false, "", std::move(choice.why_not)};
  }
  return result;
}

}  // namespace rackproof::criteria
