#include "certsuite/margin_watch.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/limits.h"
#include "schemas/catalogue.h"
#include "schemas/statistics.h"

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

MarginWatch::MarginWatch(const Architecture& reference) {
  for (const auto& criterion : reference.criteria) {
    const auto* metric = metrics::find(criterion.metric);
    const auto percent = percent_of(criterion.statistic);
    if (metric == nullptr || !percent) {
      continue;
    }
    const auto resolved = criteria::resolve_limits(criterion, *metric, reference);
    if (!resolved.ruling) {
      followed_.emplace(metric->name, Followed{&criterion, resolved.limits, *percent});
    }
  }
}

void MarginWatch::take(const Device& device, const Metric& metric, double value) {
  const auto [begin, end] = followed_.equal_range(metric.name);
  for (auto entry = begin; entry != end; ++entry) {
    const auto& criterion = *entry->second.criterion;
    const bool asked = criterion.during == "*" || criterion.during == phase_;
    if (asked && criteria::binds(criterion, device)) {
      follow(entry->second, device, value);
    }
  }
}

void MarginWatch::follow(const Followed& followed, const Device& device, double value) {
  const std::pair key{followed.criterion->id, device.id};
  auto& values = values_[key];
  if (values.size() >= kMostValues) {
    return;
  }
  values.insert(std::ranges::upper_bound(values, value), value);
  const auto statistic = values[nearest_rank(followed.percent, values.size())];
  if (const auto margin = margin_to(followed.limits, statistic)) {
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
