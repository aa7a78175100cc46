#include "probes/outside/gathered.h"

#include "probes/inventory_merge.h"
#include "probes/survey.h"

namespace rackproof::outside {

Gatherer::Gatherer(std::string place) : place_(std::move(place)) {
  device(place_ == kNodeId ? the_node() : device_of(place_, DeviceKind::sensor));
}

std::size_t Gatherer::device(Device device) {
  const auto [place, is_new] = devices_.try_emplace(device.id, gathered_.devices.size());
  if (is_new) {
    gathered_.devices.push_back(std::move(device));
    return place->second;
  }
  fill_gaps(gathered_.devices[place->second], std::move(device));
  return place->second;
}

void Gatherer::reading(GatheredReading reading) {
  const std::pair key(reading.device, reading.metric);
  const auto [place, is_new] = readings_.try_emplace(key, gathered_.readings.size());
  if (is_new) {
    gathered_.readings.push_back(std::move(reading));
    return;
  }
  gathered_.readings[place->second].reading =
      Error{ErrorKind::malformed, "the source gives it twice"};
}

void Gatherer::leave_out(std::string_view name, std::string_view why, bool on_purpose) {
  const std::pair key{std::string(name), std::string(why)};
  const auto [place, is_new] = left_out_.try_emplace(key, gathered_.left_out.size());
  if (is_new) {
    gathered_.left_out.push_back({key.first, key.second, on_purpose, 0});
  }
  ++gathered_.left_out[place->second].series;
}

}  // namespace rackproof::outside
