#include "cli/agent_readings.h"

#include <mutex>
#include <utility>

#include "probes/sinks/openmetrics.h"

namespace rackproof {

Result<void> AgentReadings::append(const Devices& devices, const Samples& samples) {
  const auto now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  if (devices.size() != devices_.size()) {  // it only ever grows
    devices_ = devices;
  }
  for (const auto& sample : samples) {
    last_.insert_or_assign({sample.device, sample.metric}, Last{sample, now});
  }
  return {};
}

Samples AgentReadings::fresh() const {
  Samples samples;
  const auto now = clock_.monotonic();
  for (const auto& [series, last] : last_) {
    if (now - last.came_at <= horizon_) {
      samples.push_back(last.sample);
    }
  }
  return samples;
}

std::string AgentReadings::openmetrics() const {
  Inventory inventory = inventory_;
  std::shared_lock lock(mutex_);
  if (last_.empty()) {
    return "";
  }
  inventory.devices = devices_;
  const auto samples = fresh();
  lock.unlock();
  return write_openmetrics(inventory, samples);
}

}  // namespace rackproof
