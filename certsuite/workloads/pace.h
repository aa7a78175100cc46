#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "certsuite/workload.h"
#include "probes/machine/clock.h"
#include "schemas/metric.h"

namespace rackproof {

/// How far a run has come in the time it was given. Starts at construction. `effort` and `clock`
/// outlive it. Any thread may ask.
class Pace {
 public:
  Pace(const Effort& effort, const Clock& clock);

  [[nodiscard]] double elapsed_seconds() const;
  /// Zero once the time is over or a stop was asked for.
  [[nodiscard]] double left_seconds() const;
  [[nodiscard]] bool is_over() const { return left_seconds() <= 0; }
  [[nodiscard]] double planned_seconds() const;
  /// 1 s in phases of 30 s and more; in shorter ones a 25th of the phase between 0.1 and 0.25 s, so
  /// that five seconds already give twenty windows.
  [[nodiscard]] double window_seconds() const;
  /// A twentieth of the phase, at most 2 s: caches, clocks and page tables find their state.
  [[nodiscard]] double warm_up_seconds() const;
  [[nodiscard]] UtcTime now() const { return clock_.now(); }
  /// Sleeps for so long, less when a stop is asked for. The calling thread only.
  void rest(double seconds) const;

 private:
  const Effort& effort_;
  const Clock& clock_;
  std::chrono::nanoseconds started_;
};

/// Gathers work lap by lap and tells it window by window: on each device the rate over the time
/// that was spent working (checks between the laps are not counted) and, where the workload has
/// such a metric, the number of wrong answers. All windows end together. Main thread only.
class Windows {
 public:
  /// `mismatches` may be null. Both live in the catalogue.
  Windows(const Pace& pace, WorkloadListener& listener, const Metric* rate,
          const Metric* mismatches);

  /// Returns the index to add() under.
  std::size_t add_device(std::string id);
  /// Forgets what was gathered and tells the listener that windows count from now on.
  void warm_up_over();
  /// `work` in the numerator of the rate's unit, done in `seconds`.
  void add(std::size_t device, double work, double seconds, std::int64_t wrong);
  /// So many seconds have just passed in which nothing was to be done: they make no window longer.
  void rested(double seconds) { started_ += seconds; }
  /// Call after each lap: ends the windows when they are due. True when it did.
  bool lap_over();
  /// Ends a last window if it is at least half a window long or saw a wrong answer. True when it
  /// did.
  bool finish();

 private:
  struct Gathered {
    std::string device;
    double work = 0;
    double seconds = 0;
    std::int64_t wrong = 0;
  };
  void end_windows();

  const Pace& pace_;
  WorkloadListener& listener_;
  const Metric* rate_;
  const Metric* mismatches_;
  std::vector<Gathered> gathered_;
  double started_ = 0;
};

}  // namespace rackproof
