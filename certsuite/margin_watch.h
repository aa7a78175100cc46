#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "certsuite/criteria/decision.h"
#include "schemas/architecture.h"
#include "schemas/criterion.h"
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
  /// Resolves every limit, once. The reference outlives the watch.
  explicit MarginWatch(const Architecture& reference);

  /// Values from here on are of `phase`.
  void begin_phase(const std::string& phase) { phase_ = phase; }
  void take(const Device& device, const Metric& metric, double value);
  [[nodiscard]] const std::optional<Margin>& worst() const { return worst_; }

 private:
  /// A criterion whose limits are numbers.
  struct Followed {
    const Criterion* criterion;
    criteria::Limits limits;
    int percent;  ///< Of the values sorted.
  };
  void follow(const Followed& followed, const Device& device, double value);
  void renew();

  std::multimap<std::string_view, Followed> followed_;  ///< By name of the metric.
  std::string phase_;
  std::map<std::pair<std::string, std::string>, std::vector<double>> values_;  ///< Sorted.
  std::map<std::pair<std::string, std::string>, double> margins_;
  std::optional<Margin> worst_;
};

}  // namespace rackproof
