#include "certsuite/workloads/recovery_watch.h"

#include <algorithm>
#include <cstddef>

namespace rackproof {

double median_of(std::vector<double>& values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void RecoveryWatch::set_usual(std::vector<double>& burst_seconds) {
  if (!burst_seconds.empty()) {
    usual_ = median_of(burst_seconds);
    burst_seconds.clear();
  }
}

void RecoveryWatch::begin(double now) {
  if (!since_) {
    since_ = now;
  }
}

void RecoveryWatch::burst(double started, double seconds) {
  if (since_ && seconds * kAtSpeed <= usual_) {
    worst_ = std::max(worst_.value_or(0), started - *since_);
    since_.reset();
  }
}

std::optional<double> RecoveryWatch::take_worst(double now) {
  auto worst = worst_;
  worst_.reset();
  if (since_) {
    worst = std::max(worst.value_or(0), now - *since_);
  }
  return worst;
}

}  // namespace rackproof
