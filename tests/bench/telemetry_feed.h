#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/telemetry_maker.h"
#include "tests/bench/telemetry_set.h"

namespace rackproof::bench {

/// A second of every series of a data set.
struct Second {
  std::vector<double> values;        ///< By series.
  std::vector<std::int64_t> stamps;  ///< Milliseconds since 1970, by group.
};

/// A data set second by second, of a directory or as it is made: little of it in memory at a time.
class TelemetryFeed {
 public:
  /// `what`: a directory (telemetry_set.h), or "made:NODESxSECONDS".
  [[nodiscard]] static Result<TelemetryFeed> open(const std::string& what);

  /// Without a directory where it is made.
  [[nodiscard]] const TelemetrySet& set() const { return set_; }
  /// Drops set().series, which of a million series takes more memory than what is measured.
  void forget_series() { std::exchange(set_.series, {}); }
  /// The next one; not to be asked for more than set().samples times.
  [[nodiscard]] Result<void> next(Second& second);

 private:
  TelemetryFeed() = default;
  [[nodiscard]] Result<void> read_stretch();

  TelemetrySet set_;
  std::unique_ptr<TelemetryMaker> maker_;  ///< None where it comes from a directory.
  std::size_t next_ = 0;
  std::size_t stretch_first_ = 0;
  std::size_t stretch_count_ = 0;
  std::vector<double> values_;
  std::vector<std::int64_t> stamps_;
};

}  // namespace rackproof::bench
