#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <shared_mutex>
#include <string>
#include <utility>

#include "probes/collector.h"
#include "probes/machine/clock.h"

namespace rackproof {

/// The last reading of every series, for whoever comes to fetch them. One that is older than its
/// time is no longer told: old values that go on being served look like health. Any thread.
class AgentReadings final : public SampleSink {
 public:
  /// `inventory` says what runs on the node; both outlive this. `horizon`: how old a reading may
  /// be, on a clock that never steps.
  AgentReadings(const Clock& clock, const Inventory& inventory, std::chrono::nanoseconds horizon)
      : clock_(clock), inventory_(inventory), horizon_(horizon) {}

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& /*events*/) override { return {}; }

  /// As an OpenMetrics exposition; "" before the first reading.
  [[nodiscard]] std::string openmetrics() const;

 private:
  /// Those that are not too old; all of them are sought under the lock.
  [[nodiscard]] Samples fresh() const;

  struct Last {
    Sample sample;
    std::chrono::nanoseconds came_at;
  };

  const Clock& clock_;
  const Inventory& inventory_;
  std::chrono::nanoseconds horizon_;
  mutable std::shared_mutex mutex_;
  Devices devices_;
  std::map<std::pair<DeviceHandle, const Metric*>, Last> last_;
};

}  // namespace rackproof
