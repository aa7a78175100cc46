#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/architecture.h"
#include "schemas/device.h"
#include "schemas/metric.h"

namespace rackproof {

/// How near a criterion is to its limit while its phase runs: 0.1 = a tenth of the limit away on
/// the good side, negative = past it.
struct Margin {
  std::string criterion;
  std::string device;
  double relative = 0;
};

/// The worst margin so far of what can be followed value by value: min, max, median and low and
/// high percentiles with a limit that is a number other than 0. A look for people; verdicts come
/// from the evidence alone.
class MarginWatch {
 public:
  /// The reference outlives the watch.
  explicit MarginWatch(const Architecture& reference) : reference_(reference) {}

  /// Values from here on are of `phase`.
  void begin_phase(const std::string& phase) { phase_ = phase; }
  void take(const Device& device, const Metric& metric, double value);
  [[nodiscard]] const std::optional<Margin>& worst() const { return worst_; }

 private:
  void follow(const Criterion& criterion, const Device& device, const Metric& metric, double value);
  void renew();

  const Architecture& reference_;
  std::string phase_;
  std::map<std::pair<std::string, std::string>, std::vector<double>> values_;  ///< Sorted.
  std::map<std::pair<std::string, std::string>, double> margins_;
  std::optional<Margin> worst_;
};

}  // namespace rackproof
