#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schemas/result.h"

namespace rackproof::bench {

struct SetSeries {
  std::size_t group = 0;
  std::string kind;  ///< "counter_busy", "temp1"...: how its values run.
  std::string metric;
  std::map<std::string, std::string> labels;

  /// What a store of ours calls its device: "rack0-n00/accel:03", "rack0-n00".
  [[nodiscard]] std::string device() const;
  /// What it calls the metric: with the labels that are no device's, "host_net_x{device=eth0}".
  [[nodiscard]] std::string name() const;
};

/// A data set of telemetry in a directory: meta.txt (nseries=, ngroups=, nsamples=), series.tsv
/// (id, group, kind, metric, labels as k=v,k=v with %XX for what may not stand there), ts.bin
/// (int64 milliseconds, by group), val.bin (float64, by series). A group is what one reading pass
/// stamps with one time. Every series has as many samples as every other.
struct TelemetrySet {
  std::string directory;
  std::size_t samples = 0;  ///< Of each series.
  std::size_t groups = 0;
  std::size_t rows = 0;  ///< Series.
  std::vector<SetSeries> series;

  [[nodiscard]] std::size_t all_samples() const { return samples * rows; }
};

[[nodiscard]] Result<TelemetrySet> read_telemetry_set(const std::string& directory);

/// The numbers of a file of rows: `count` of each row from `first` on, row by row. io where the
/// file holds fewer.
[[nodiscard]] Result<std::vector<double>> values_of(const TelemetrySet& set, std::size_t first,
                                                    std::size_t count);
[[nodiscard]] Result<std::vector<std::int64_t>> stamps_of(const TelemetrySet& set,
                                                          std::size_t first, std::size_t count);
/// All values of one series.
[[nodiscard]] Result<std::vector<double>> values_of_series(const TelemetrySet& set,
                                                           std::size_t series);

}  // namespace rackproof::bench
