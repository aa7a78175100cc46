#pragma once

#include <chrono>
#include <cstddef>
#include <unordered_map>

#include "probes/sinks/series_handle.h"
#include "schemas/sample.h"
#include "schemas/time.h"

namespace rackproof {

/// When a series that says nothing new is stale: after so many of its own periods, within bounds,
/// and never before two of them. One without a period yet has the upper bound.
struct SilenceRule {
  int periods = 4;
  std::chrono::nanoseconds at_least = std::chrono::seconds(15);
  std::chrono::nanoseconds at_most = std::chrono::minutes(10);
  std::chrono::nanoseconds look_every = std::chrono::seconds(15);
  std::chrono::nanoseconds forget_after = std::chrono::hours(1);
};

/// Notices series that are heard no more: a source that hangs gives no samples, and so no reason
/// either, and its last numbers would stand at an engine until that gives them up. Windows of
/// workloads, which come as they come, are left out. One thread at a time.
class SilenceWatch {
 public:
  explicit SilenceWatch(SilenceRule rule = {}) : rule_(rule) {}

  /// Takes note of `samples`, and gives one with the reason `stale` for each series that is silent;
  /// again at each look until it is heard, or forgotten. `monotonic` is the time that ages are
  /// measured by, `now` the time that is told.
  Samples look(const Samples& samples, UtcTime now, std::chrono::nanoseconds monotonic);

 private:
  struct Pulse {
    UtcTime newest;  ///< Stamp of the newest reading.
    std::chrono::nanoseconds heard{0};
    std::chrono::nanoseconds period{0};  ///< 0 = not known yet.
  };

  void hear(const Sample& sample, std::chrono::nanoseconds monotonic);
  [[nodiscard]] std::chrono::nanoseconds stale_after(const Pulse& pulse) const;

  SilenceRule rule_;
  std::unordered_map<SeriesHandle, Pulse, SeriesHandleHash> pulses_;
  std::chrono::nanoseconds looked_at_{0};
};

}  // namespace rackproof
