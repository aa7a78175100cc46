#include "reports/measurements.h"

#include <chrono>
#include <cmath>
#include <cstddef>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "reports/bundle.h"
#include "reports/window_values.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/statistics.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostTold = 5;
constexpr int kLowPercent = 5;

/// A series of a workload's measurement.
struct Measured {
  SeriesKey key;
  const Metric* metric = nullptr;  ///< Never null.
};

Result<std::vector<Measured>> measured_in(SeriesSource& series) {
  auto keys = series.keys();
  if (!keys) {
    return std::move(keys).error();
  }
  std::vector<Measured> found;
  for (auto& key : *keys) {
    const auto* metric = metrics::find(key.metric);
    if (metric != nullptr && metric->measurement) {
      found.push_back({std::move(key), metric});
    }
  }
  return found;
}

void add(Measurement measurement, std::vector<Measurement>& all) {
  if (std::isfinite(measurement.value)) {
    all.push_back(std::move(measurement));
  }
}

void sum_up(const Step& step, const Measured& measured, const std::vector<double>& values,
            std::vector<Measurement>& all) {
  Measurement measurement{.phase = step.phase,
                          .attempt = step.attempt,
                          .name = measured.key.metric,
                          .device = measured.key.device,
                          .statistic = Statistic::mean,
                          .value = mean(values),
                          .unit = measured.metric->unit,
                          .windows = static_cast<std::int64_t>(values.size()),
                          .uncertainty = type_a_uncertainty(values),
                          .evaluation = Evaluation::type_a,
                          .evidence = {bundle::kSamples}};
  if (!measurement.uncertainty) {
    measurement.evaluation = Evaluation::none;
  }
  add(measurement, all);
  measurement.statistic = Statistic::p05;
  measurement.value = quantile(values, kLowPercent);
  measurement.uncertainty.reset();  // the spread is that of a mean
  measurement.evaluation = Evaluation::none;
  add(std::move(measurement), all);
}

/// What no two measurements share.
using Place = std::tuple<std::string_view, int, std::string_view, std::string_view, Statistic>;

Place place_of(const Measurement& measurement) {
  return {measurement.phase, measurement.attempt, measurement.device, measurement.name,
          measurement.statistic};
}

Result<void> measure_step(const Step& step, const std::vector<Measured>& measured,
                          SeriesSource& series, std::vector<Measurement>& all) {
  if (step.status == StepStatus::skipped) {
    return {};
  }
  const TimeRange range{step.measured_from, step.finished + std::chrono::nanoseconds(1)};
  for (const auto& each : measured) {
    const auto points = series.read(each.key, range);
    if (!points) {
      return points.error().during(each.key.device + " " + each.key.metric);
    }
    const auto values = window_values(*points);
    if (!values.empty()) {
      sum_up(step, each, values, all);
    }
  }
  return {};
}

std::string called(const Measurement& measurement) {
  return std::string(word_of(kStatistics, measurement.statistic)) + " of " +
         printable(measurement.name, 80) + " on " + printable(measurement.device, 80) + " in " +
         printable(measurement.phase, 80) + ", attempt " + std::to_string(measurement.attempt);
}

}  // namespace

Result<std::vector<Measurement>> measurements_of(const RunRecord& record, SeriesSource& series) {
  const auto measured = measured_in(series);
  if (!measured) {
    return measured.error();
  }
  std::vector<Measurement> all;
  for (const auto& step : record.steps) {
    if (const auto told = measure_step(step, *measured, series, all); !told) {
      return told.error();
    }
  }
  return all;
}

Result<std::vector<std::string>> false_measurements(const RunRecord& record, SeriesSource& series,
                                                    bool whole) {
  std::vector<std::string> wrong;
  if (!record.measurements) {
    return wrong;
  }
  const auto found = measurements_of(record, series);
  if (!found) {
    return found.error();
  }
  std::map<Place, const Measurement*> by_place;
  for (const auto& each : *found) {
    by_place.emplace(place_of(each), &each);
  }
  for (const auto& told : *record.measurements) {
    const auto given = by_place.find(place_of(told));
    if (given == by_place.end() || *given->second != told) {
      wrong.push_back("the samples do not give what the run record tells as " + called(told));
    }
    if (wrong.size() == kMostTold) {
      return wrong;
    }
  }
  if (wrong.empty() && whole && *record.measurements != *found) {
    wrong.push_back("the run record tells " + std::to_string(record.measurements->size()) +
                    " measurements, the samples give " + std::to_string(found->size()));
  }
  return wrong;
}

}  // namespace rackproof
