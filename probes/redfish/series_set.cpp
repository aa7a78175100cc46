#include "probes/redfish/series_set.h"

namespace rackproof::redfish {

void SeriesSet::add(RedfishReading reading) {
  const std::pair key(reading.device, reading.metric);
  const auto [at, is_new] = places_.try_emplace(key, readings_.size());
  if (is_new) {
    readings_.push_back(std::move(reading));
  } else if (!has_value(readings_[at->second].reading) && has_value(reading.reading)) {
    readings_[at->second] = std::move(reading);
  }
}

void SeriesSet::add(RedfishReadings readings) {
  for (auto& reading : readings) {
    add(std::move(reading));
  }
}

RedfishReadings SeriesSet::take() {
  places_.clear();
  return std::exchange(readings_, {});
}

}  // namespace rackproof::redfish
