#include "certsuite/margin_watch.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "certsuite/criteria/limits.h"
#include "certsuite/criteria/statistics.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostValues = 20'000;  ///< Of one series; then the view follows no more.

/// The nearer of the two limits, relative to its size; none where neither can be divided by.
std::optional<double> margin_to(const criteria::Limits& limits, double value) {
  std::optional<double> margin;
  const auto hold = [&margin](double distance, double limit) {
    if (limit != 0) {
      const double relative = distance / std::abs(limit);
      margin = std::min(margin.value_or(relative), relative);
    }
  };
  if (limits.at_least) {
    hold(value - *limits.at_least, *limits.at_least);
  }
  if (limits.at_most) {
    hold(*limits.at_most - value, *limits.at_most);
  }
  return margin;
}

}  // namespace

void MarginWatch::take(const Device& device, const Metric& metric, double value) {
  for (const auto& criterion : reference_.criteria) {
    const bool asked = criterion.metric == metric.name && criterion.on == device.kind &&
                       (criterion.during == "*" || criterion.during == phase_);
    if (asked && criteria::percent_of(criterion.statistic)) {
      follow(criterion, device, metric, value);
    }
  }
}

void MarginWatch::follow(const Criterion& criterion, const Device& device, const Metric& metric,
                         double value) {
  const std::pair key{criterion.id, device.id};
  auto& values = values_[key];
  if (values.size() >= kMostValues) {
    return;
  }
  values.insert(std::ranges::upper_bound(values, value), value);
  const auto resolved = criteria::resolve_limits(criterion, metric, reference_);
  const int percent = criteria::percent_of(criterion.statistic).value_or(0);
  const auto statistic = values[criteria::nearest_rank(percent, values.size())];
  const auto margin = resolved.ruling ? std::nullopt : margin_to(resolved.limits, statistic);
  if (margin) {
    margins_[key] = *margin;
    renew();
  }
}

void MarginWatch::renew() {
  const auto least =
      std::ranges::min_element(margins_, {}, [](const auto& entry) { return entry.second; });
  worst_ = Margin{least->first.first, least->first.second, least->second};
}

}  // namespace rackproof
