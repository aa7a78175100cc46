#include "reports/run_series.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "reports/figures.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

/// Words in the name of a counter that counts what should not happen.
constexpr std::array<std::string_view, 12> kErrorWords{
    "error",    "correctable", "discard", "dropped", "mismatch",  "failed",
    "throttle", "fatal",       "retry",   "overrun", "collision", "link_down"};

using Points = std::vector<PlotPoint>;

double seconds_since(UtcTime start, UtcTime at) {
  return std::chrono::duration<double>(at - start).count();
}

Points as_read(const Series& series, UtcTime start) {
  Points points;
  for (const auto& [at, reading] : series) {
    PlotPoint point{seconds_since(start, at), std::nullopt};
    if (has_value(reading)) {
      point.value = as_double(reading);
    }
    points.push_back(point);
  }
  return points;
}

/// Energy between two reads over the time between them; a fall (wrap or reset) leaves a gap.
Points slope(const Points& energy) {
  Points points;
  const PlotPoint* before = nullptr;
  for (const auto& point : energy) {
    if (before != nullptr && point.value && point.seconds > before->seconds) {
      const auto gained = *point.value - *before->value;
      points.push_back(
          {(before->seconds + point.seconds) / 2,
           gained < 0 ? std::optional<double>() : gained / (point.seconds - before->seconds)});
    }
    before = point.value ? &point : before;
  }
  return points;
}

/// Counts since the first read; a fall counts from zero again.
Points growth(const Points& counts) {
  Points points;
  std::optional<double> last;
  double grown = 0;
  for (const auto& point : counts) {
    if (!point.value) {
      points.push_back(point);
      continue;
    }
    grown += last ? *point.value - (*point.value < *last ? 0 : *last) : 0;
    last = point.value;
    points.push_back({point.seconds, grown});
  }
  return points;
}

/// Sum of what each window found.
Points running_sum(Points points) {
  double sum = 0;
  for (auto& point : points) {
    if (point.value) {
      sum += *point.value;
      point.value = sum;
    }
  }
  return points;
}

bool counts_errors(const Metric& metric) {
  return metric.unit == Unit::one && std::ranges::any_of(kErrorWords, [&metric](auto word) {
           return metric.name.find(word) != std::string_view::npos;
         });
}

bool is_rate(const Metric& metric) {
  return metric.measurement && metric.name.ends_with("_per_second");
}

class Plots {
 public:
  explicit Plots(const RunRecord& record) : record_(record) {
    for (const auto& step : record.steps) {
      if (step.finished > step.started) {
        phases_.push_back({step.phase, seconds_since(record.started, step.started),
                           seconds_since(record.started, step.finished)});
      }
    }
    temperature_ = plot("Temperature", Unit::celsius);
    temperature_.from_zero = false;
    power_ = plot("Power", Unit::watt);
    clock_ = plot("Processor clock", Unit::hertz);
    errors_ = plot("Error counts since the start", Unit::one);
  }

  void take(const SeriesKey& key, const Metric& metric, const Series& series) {
    const auto points = as_read(series, record_.started);
    const auto name = figures::device_name(key.device);
    if (metric.otel == "hw.temperature") {
      temperature_.lines.push_back({name, points});
    } else if (metric.otel == "hw.power" || metric.name == "power_average_watts") {
      power_.lines.push_back({name, points});
    } else if (metric.otel == "hw.energy") {
      power_.lines.push_back({name + " (from its energy counter)", slope(points)});
    } else if (metric.name == "cpu_frequency_hertz") {
      clock_.lines.push_back({name, points});
    } else if (is_rate(metric)) {
      rate(metric).lines.push_back({name, points});
    } else if (counts_errors(metric)) {
      take_errors(key, metric, points);
    }
  }

  std::vector<Plot> all() && {
    if (temperature_.lines.empty()) {
      temperature_.note = "This machine offered no temperature sensor to this run.";
    }
    if (power_.lines.empty()) {
      power_.note = "This machine offered no power meter and no energy counter to this run.";
    }
    finish_errors();
    std::vector<Plot> plots{std::move(temperature_), std::move(power_)};
    if (!clock_.lines.empty()) {
      plots.push_back(std::move(clock_));
    }
    std::ranges::move(rates_, std::back_inserter(plots));
    plots.push_back(std::move(errors_));
    return plots;
  }

 private:
  [[nodiscard]] Plot plot(std::string title, Unit unit) const {
    Plot made;
    made.title = std::move(title);
    made.unit = unit;
    made.seconds = seconds_since(record_.started, record_.finished);
    made.phases = phases_;
    return made;
  }

  Plot& rate(const Metric& metric) {
    const std::string title(metric.name);
    const auto found = std::ranges::find(rates_, title, &Plot::title);
    return found != rates_.end() ? *found : rates_.emplace_back(plot(title, metric.unit));
  }

  void take_errors(const SeriesKey& key, const Metric& metric, const Points& points) {
    if (metric.kind != MetricKind::counter && !metric.measurement) {
      return;
    }
    ++error_series_;
    auto counted = metric.measurement ? running_sum(points) : growth(points);
    const bool grew = std::ranges::any_of(
        counted, [](const PlotPoint& point) { return point.value.value_or(0) > 0; });
    auto& lines = grew ? errors_.lines : still_;
    lines.push_back(
        {figures::device_name(key.device) + " " + std::string(metric.name), std::move(counted)});
  }

  /// Draws the counters that moved; where none did, the ones that stood still.
  void finish_errors() {
    const auto moved = errors_.lines.size();
    errors_.note = moved == 0 ? "None of " + std::to_string(error_series_) +
                                    " error counts moved during the run."
                              : std::to_string(moved) + " of " + std::to_string(error_series_) +
                                    " error counts moved during the run.";
    if (error_series_ == 0) {
      errors_.note = "No error count was kept.";
    } else if (moved == 0) {
      errors_.lines = std::move(still_);
    }
  }

  const RunRecord& record_;
  std::vector<PlotPhase> phases_;
  Plot temperature_;
  Plot power_;
  Plot clock_;
  Plot errors_;
  std::vector<Plot> rates_;
  std::vector<PlotLine> still_;
  std::size_t error_series_ = 0;
};

}  // namespace

Result<std::vector<Plot>> plots_of(const RunRecord& record, SeriesSource& series) {
  auto keys = series.keys();
  if (!keys) {
    return std::move(keys).error();
  }
  Plots plots(record);
  for (const auto& key : *keys) {
    const auto* metric = metrics::find(key.metric);
    if (metric == nullptr) {
      continue;
    }
    auto points = series.read(key, {UtcTime::min(), UtcTime::max()});
    if (!points) {
      return std::move(points).error().during(key.device + " " + key.metric);
    }
    plots.take(key, *metric, *points);
  }
  return std::move(plots).all();
}

}  // namespace rackproof
