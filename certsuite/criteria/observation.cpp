#include "certsuite/criteria/observation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "certsuite/criteria/wording.h"
#include "schemas/counters.h"
#include "schemas/statistics.h"

namespace rackproof::criteria {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

// How far a counter's first and last reading may lie from the ends of the stretch it is judged
// over: a tenth of it, at least two seconds (a probe's usual period twice), at most a minute.
constexpr int kGapShare = 10;
constexpr nanoseconds kSmallestGap = seconds(2);
constexpr nanoseconds kLargestGap = seconds(60);

/// The points of `series`, which is in time order, that lie in `range`.
std::span<const Point> within(const Series& series, TimeRange range) {
  const auto from = std::ranges::lower_bound(series, range.from, {}, &Point::taken_at);
  const auto to = std::ranges::lower_bound(series, range.to, {}, &Point::taken_at);
  return from < to ? std::span<const Point>(from, to) : std::span<const Point>();
}

/// A time at the start or end of the stretch for which `who` was not read; "" when there is none.
std::string gap_at_an_end(std::string who, const Stretch& stretch, std::span<const Point> readable,
                          const Readings& readings) {
  const nanoseconds length = stretch.end - stretch.range.from;
  const nanoseconds allowed =
      std::min(std::clamp(length / kGapShare, kSmallestGap, kLargestGap), length / 2);
  const nanoseconds before = readable.front().taken_at - stretch.range.from;
  const nanoseconds after = stretch.end - readable.back().taken_at;
  if (before <= allowed && after <= allowed) {
    return "";
  }
  const auto text = std::move(who) + " was not read for " +
                    format_duration(std::max(before, after)) + " at the " +
                    (before >= after ? "start" : "end") + " of that time";
  return readings.missing() == 0 ? text : text + ", for: " + readings.usual_reason();
}

/// Growth within one stretch, with the time between its first and last reading.
struct Grown {
  double value = 0;
  std::chrono::duration<double> length{0};
  std::string trouble;
};

/// What is the same for every stretch of a counter.
struct Counter {
  const Metric& metric;
  const Device& device;
  const Readings& readings;
  const Series& taken_over;  ///< Of the metric that takes counts over from this one.
};

Grown grown_in(const Stretch& stretch, const Counter& counter) {
  const auto readable = within(counter.readings.readable(), stretch.range);
  if (readable.size() < 2) {
    return {0,
            {},
            "the counter was not read twice between " + format_utc(stretch.range.from) + " and " +
                format_utc(stretch.end) + ", where the machine ran on one boot"};
  }
  auto growth = growth_of(readable, counter.metric, counter.device,
                          within(counter.taken_over, stretch.range));
  Grown grown{growth.value, readable.back().taken_at - readable.front().taken_at, growth.trouble};
  if (grown.trouble.empty() && counter.readings.any_saturated()) {
    grown.trouble = "the counter was read at its stop: " + counter.readings.usual_reason();
  }
  if (grown.trouble.empty()) {
    grown.trouble = gap_at_an_end("the counter", stretch, readable, counter.readings);
  }
  return grown;
}

Result<Series> taken_over(const Question& question, const Device& device,
                          const Evidence& evidence) {
  if (question.metric.counter.migrates_to.empty()) {
    return Series{};
  }
  auto readings = gather(question, device, question.metric.counter.migrates_to, evidence);
  if (!readings) {
    return std::move(readings).error();
  }
  return readings->readable();
}

Result<Observation> observe_growth(const Question& question, const Device& device,
                                   const Readings& readings, const Evidence& evidence) {
  const auto other = taken_over(question, device, evidence);
  if (!other) {
    return other.error();
  }
  const Counter counter{question.metric, device, readings, *other};
  Grown total;
  for (const auto& stretch : question.gate.stretches) {
    auto grown = grown_in(stretch, counter);
    total.value += grown.value;
    total.length += grown.length;
    if (total.trouble.empty()) {
      total.trouble = std::move(grown.trouble);
    }
  }
  if (question.criterion.statistic != Statistic::rate) {
    return Observation{total.value, std::move(total.trouble)};
  }
  if (total.length.count() <= 0) {
    return Observation{std::nullopt, "all readings bear one stamp, which gives no rate"};
  }
  return Observation{total.value / total.length.count(), std::move(total.trouble)};
}

/// How far from steady the last stretch ends.
Observation observe_drift(const Question& question, const Readings& readings) {
  const auto& stretch = question.gate.stretches.back();
  const auto readable = within(readings.readable(), stretch.range);
  const auto drift = drift_of(Series(readable.begin(), readable.end()));
  if (!drift) {
    return {std::nullopt, "the last two quarters of the readings do not both hold one"};
  }
  return {drift, gap_at_an_end("it", stretch, readable, readings)};
}

/// The ranges of the stretches, those that follow right upon one another as one.
std::vector<TimeRange> ranges_of(const std::vector<Stretch>& stretches) {
  std::vector<TimeRange> ranges;
  for (const auto& stretch : stretches) {
    if (!ranges.empty() && ranges.back().to == stretch.range.from) {
      ranges.back().to = stretch.range.to;
    } else {
      ranges.push_back(stretch.range);
    }
  }
  return ranges;
}

/// What one device has of a metric over all stretches of the gate.
Result<Series> points_of(const Question& question, const std::string& device,
                         std::string_view metric, const Evidence& evidence) {
  Series all;
  for (const auto& range : ranges_of(question.gate.stretches)) {
    auto series = evidence.series.read({device, std::string(metric)}, range);
    if (!series) {
      return std::move(series).error();
    }
    std::ranges::move(*series, std::back_inserter(all));
  }
  return all;
}

}  // namespace

Result<Readings> gather(const Question& question, const Device& device, std::string_view metric,
                        const Evidence& evidence) {
  auto all = points_of(question, device.id, metric, evidence);
  const auto view = device.attributes.find("bmc_view");
  if (all && all->empty() && view != device.attributes.end()) {
    all = points_of(question, view->second, metric, evidence);
  }
  if (!all) {
    return std::move(all).error();
  }
  return Readings(std::move(all).value());
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

nanoseconds unobserved_by(const Question& question) {
  if (!counts_growth(question.criterion)) {
    return question.gate.unobserved;
  }
  const auto& stretches = question.gate.stretches;
  nanoseconds gaps{0};
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    gaps += stretches[i].range.from - stretches[i - 1].end;
  }
  return gaps;
}

}  // namespace rackproof::criteria
