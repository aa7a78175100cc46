#pragma once

#include <optional>
#include <vector>

namespace rackproof {

/// Watches how long one member needs, from the start of a stretch of work on, until its bursts are
/// as fast as usual again. Whoever does not get there in one stretch goes on waiting in the next:
/// a short stretch must not hide a slow recovery. Times are seconds of one clock; one thread at a
/// time.
class RecoveryWatch {
 public:
  /// Share of the usual rate from which on a member counts as recovered.
  static constexpr double kAtSpeed = 0.9;

  /// How long a burst takes when the member is at speed: the median of `burst_seconds`, which is
  /// emptied. Left as it was where there are none.
  void set_usual(std::vector<double>& burst_seconds);
  [[nodiscard]] double usual_seconds() const { return usual_; }

  /// A stretch of work begins: the clock runs from now, or still does from an earlier stretch.
  void begin(double now);
  /// A burst that began at `started` took `seconds`.
  void burst(double started, double seconds);
  /// It has not been at speed since a stretch began.
  [[nodiscard]] bool is_waiting() const { return since_.has_value(); }

  /// The longest recovery since the last call, one that still goes on included; nothing where
  /// none began or ended.
  [[nodiscard]] std::optional<double> take_worst(double now);

 private:
  double usual_ = 0;
  std::optional<double> since_;
  std::optional<double> worst_;
};

/// Nearest-rank median; zero for none. Reorders `values`.
[[nodiscard]] double median_of(std::vector<double>& values);

}  // namespace rackproof
