#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/series_source.h"

namespace rackproof {

/// By how much a counter grew over a stretch of time.
struct Growth {
  double value = 0;     ///< In the metric's unit; what was seen, even where there is trouble.
  std::string trouble;  ///< Why the true growth is not known; "" when it is.
  /// Of the trouble: saturated at its stop, else out_of_range, as no counter can be.
  ErrorKind why = ErrorKind::out_of_range;
};

/// Adds up the steps from reading to reading; counts are subtracted as integers. A fall is a wrap
/// where the counter's width or the device's "counter_range" makes it one and the implied step is
/// at most half the range; a migration where the metric that takes counts over (`taken_over`, its
/// readings over the same stretch) grew by as much; otherwise a reset, which is trouble. So is a
/// counter at its stop, and a reading below zero. `readable` holds values only, in time order, at
/// least two.
[[nodiscard]] Growth growth_of(std::span<const Point> readable, const Metric& metric,
                               const Device& device, std::span<const Point> taken_over);

/// A stretch of a counter whose readings are gone.
struct CounterStretch {
  Point first;  ///< Of those that had a value.
  Point last;
  double least = 0;
  std::int64_t falls = 0;   ///< How often it fell in between.
  Reading least_fall = {};  ///< By how much at least and at most, above 0; of no meaning without.
  Reading most_fall = {};
  UtcTime first_fall = {};
};

/// What growth_of() says, piece by piece, where readings are gone. Of counts it is the same to the
/// bit; measured amounts are not added up one by one, so that their last bits may differ. A fall
/// that is no wrap counts as a reset: migrations are not told any more.
class GrowthPieces {
 public:
  GrowthPieces(const Metric& metric, const Device& device);
  ~GrowthPieces();
  GrowthPieces(const GrowthPieces&) = delete;
  GrowthPieces& operator=(const GrowthPieces&) = delete;
  GrowthPieces(GrowthPieces&&) = delete;
  GrowthPieces& operator=(GrowthPieces&&) = delete;

  /// From a reading to the next one.
  void step(const Point& earlier, const Point& later);
  void pass(const CounterStretch& stretch);
  /// At least one stretch was passed.
  [[nodiscard]] Growth finish() const;

 private:
  struct Sum;
  std::unique_ptr<Sum> sum_;
};

}  // namespace rackproof
