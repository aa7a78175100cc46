#include "reports/readings_summary.h"

#include <algorithm>
#include <utility>

#include "schemas/catalogue.h"

namespace rackproof {
namespace {

void count(const Series& points, MetricSummary& summary) {
  for (const auto& point : points) {
    const auto* why = std::get_if<Error>(&point.reading);
    if (why == nullptr) {
      ++summary.readable;
      continue;
    }
    ++summary.missing[std::string(to_string(why->kind))];
    if (summary.example.empty()) {
      summary.example = why->message;
    }
  }
}

}  // namespace

Result<std::vector<MetricSummary>> summarise(SeriesSource& series, TimeRange range) {
  auto keys = series.keys();
  if (!keys) {
    return std::move(keys).error();
  }
  std::map<std::string, MetricSummary> by_metric;
  for (const auto& key : *keys) {
    auto points = series.read(key, range);
    if (!points) {
      return std::move(points).error().during(key.device + " " + key.metric);
    }
    auto& summary = by_metric[key.metric];
    summary.metric = key.metric;
    summary.row = metrics::find(key.metric);
    summary.devices.push_back(key.device);
    count(*points, summary);
  }
  std::vector<MetricSummary> all;
  all.reserve(by_metric.size());
  for (auto& [name, summary] : by_metric) {
    all.push_back(std::move(summary));
  }
  return all;
}

}  // namespace rackproof
