#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/telemetry_set.h"

namespace rackproof::bench {

/// Bytes a sample by metric, over all of its series.
using EntropyByMetric = std::map<std::string, double>;

/// What an ideal coder (order0.h) would need for a data set.
struct SetEntropy {
  double values = 0;  ///< Bytes a sample.
  double stamps = 0;  ///< Bytes a stamp of a group; a sample's share is that of its group's series.
  EntropyByMetric by_metric;  ///< The stamps are the metric "stamps".
};

/// Adds up what series of a data set would need.
class EntropyTally {
 public:
  void add(const std::string& metric, std::span<const double> values);
  /// Those of one group, milliseconds.
  void add_stamps(std::span<const std::int64_t> stamps);
  [[nodiscard]] SetEntropy figures() const;

 private:
  struct Sum {
    double bytes = 0;
    double samples = 0;

    void add(std::span<const double> values);
    [[nodiscard]] double each() const { return samples > 0 ? bytes / samples : 0; }
  };

  Sum values_;
  Sum stamps_;
  std::map<std::string, Sum> by_metric_;
};

[[nodiscard]] Result<SetEntropy> entropy_of(const TelemetrySet& set);

/// A line a metric: name, tab, bytes a sample with five decimals.
[[nodiscard]] std::string format_entropy(const EntropyByMetric& figures);
/// The same back; lines that begin with '#' are remarks.
[[nodiscard]] Result<EntropyByMetric> parse_entropy(std::string_view text);

/// Metrics that only one has, or whose figures lie further apart than `share` of the judge's and
/// two hundredths of a byte, in words. Empty: alike.
[[nodiscard]] std::vector<std::string> differences(const EntropyByMetric& ours,
                                                   const EntropyByMetric& judge, double share);

}  // namespace rackproof::bench
