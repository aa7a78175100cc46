#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/margin_watch.h"
#include "schemas/architecture.h"
#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/run_record.h"

namespace rackproof {

/// What a run is like at the moment, from what the runner tells: the latest rates of the step, the
/// hottest part, the worst margin, the disturbances. Pure.
class LiveView {
 public:
  struct Rate {
    const Metric* metric = nullptr;
    double value = 0;  ///< Of the latest window, in the metric's unit.
  };
  struct Heat {
    std::string device;
    double celsius = 0;
  };

  /// `reference` may be null: then there are no margins. It outlives the view.
  explicit LiveView(const Architecture* reference);

  void begin_step(const std::string& phase);
  void take(const Device& device, const Metric& metric, double value);
  void take(const Disturbance& disturbance) { disturbances_.push_back(disturbance); }

  [[nodiscard]] const std::map<std::string, Rate>& rates() const { return rates_; }
  /// Of all that were read last; none = no temperature was read.
  [[nodiscard]] std::optional<Heat> hottest() const;
  [[nodiscard]] std::optional<Margin> worst_margin() const;
  [[nodiscard]] const std::vector<Disturbance>& disturbances() const { return disturbances_; }

  /// Two to three lines for a terminal, each at most `width` columns.
  [[nodiscard]] std::vector<std::string> lines(std::size_t width) const;

 private:
  std::optional<MarginWatch> margins_;
  std::map<std::string, Rate> rates_;
  std::map<std::string, double> temperatures_;  ///< By device.
  std::vector<Disturbance> disturbances_;
};

}  // namespace rackproof
