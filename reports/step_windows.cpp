#include "reports/step_windows.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

#include "reports/figures.h"
#include "reports/window_values.h"
#include "schemas/catalogue.h"
#include "schemas/statistics.h"

namespace rackproof {
namespace {

struct Gathered {
  WindowSummary summary;
  std::vector<double> all;
};

std::optional<double> variation(const std::vector<double>& values) {
  const double middle = mean(values);
  if (values.size() < 2 || middle == 0) {
    return std::nullopt;
  }
  double squares = 0;
  for (const double value : values) {
    squares += (value - middle) * (value - middle);
  }
  return std::sqrt(squares / static_cast<double>(values.size() - 1)) / std::abs(middle);
}

void add_device(const std::string& device, std::vector<double> values, Gathered& gathered) {
  auto& summary = gathered.summary;
  const bool lower = summary.lowest.empty() || quantile(values, 50) < quantile(summary.lowest, 50);
  gathered.all.insert(gathered.all.end(), values.begin(), values.end());
  summary.devices.push_back(device);
  if (lower) {
    summary.lowest_device = device;
    summary.lowest = std::move(values);
  }
}

WindowSummary summed_up(Gathered gathered) {
  auto& summary = gathered.summary;
  const auto& all = gathered.all;
  summary.windows = static_cast<std::int64_t>(all.size());
  summary.least = *std::ranges::min_element(all);
  summary.p05 = quantile(all, 5);
  summary.median = quantile(all, 50);
  summary.most = *std::ranges::max_element(all);
  summary.variation = variation(all);
  return std::move(summary);
}

}  // namespace

Result<std::vector<WindowSummary>> windows_of(const Step& step, SeriesSource& series) {
  auto keys = series.keys();
  if (!keys) {
    return std::move(keys).error();
  }
  const TimeRange range{step.measured_from, step.finished + std::chrono::nanoseconds(1)};
  std::map<std::string, Gathered> by_metric;
  for (const auto& key : *keys) {
    const auto* metric = metrics::find(key.metric);
    if (metric == nullptr || !metric->measurement) {
      continue;
    }
    auto points = series.read(key, range);
    if (!points) {
      return std::move(points).error().during(key.device + " " + key.metric);
    }
    auto values = window_values(*points);
    if (!values.empty()) {
      auto& gathered = by_metric[key.metric];
      gathered.summary.metric = metric;
      add_device(key.device, std::move(values), gathered);
    }
  }
  std::vector<WindowSummary> summaries;
  summaries.reserve(by_metric.size());
  for (auto& [name, gathered] : by_metric) {
    summaries.push_back(summed_up(std::move(gathered)));
  }
  return summaries;
}

std::string spread(const WindowSummary& summary) {
  const auto unit = summary.metric->unit;
  auto text = figures::counted(summary.windows, "window") + " on " +
              figures::counted(static_cast<std::int64_t>(summary.devices.size()), "device") +
              ": min " + figures::figure(summary.least, unit) + ", p05 " +
              figures::figure(summary.p05, unit) + ", median " +
              figures::figure(summary.median, unit) + ", max " +
              figures::figure(summary.most, unit);
  if (summary.variation) {
    text += ", CV " + figures::fixed(*summary.variation * 100, 1) + " %";
  }
  return summary.devices.size() > 1
             ? text + ", lowest on " + figures::device_name(summary.lowest_device)
             : text;
}

}  // namespace rackproof
