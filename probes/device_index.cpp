#include "probes/device_index.h"

#include <utility>

namespace rackproof {

DeviceIndex::DeviceIndex(const Devices& inventory) {
  for (const auto& device : inventory) {
    places_.emplace(device.id, length_++);
  }
}

std::vector<DeviceHandle> DeviceIndex::places_of(const Devices& devices) {
  std::vector<DeviceHandle> places;
  places.reserve(devices.size());
  for (const auto& device : devices) {
    places.push_back(add(device));
  }
  return places;
}

DeviceHandle DeviceIndex::place_of(std::string_view id, DeviceKind kind) {
  Device device;
  device.id = id;
  device.kind = kind;
  device.parent = kNodeId;
  return add(device);
}

DeviceHandle DeviceIndex::add(const Device& device) {
  const auto [known, is_new] = places_.emplace(device.id, length_);
  if (is_new) {
    ++length_;
    new_.push_back(device);
  }
  return known->second;
}

Devices DeviceIndex::take_new() {
  return std::exchange(new_, {});
}

void relocate(Samples& samples, const std::vector<DeviceHandle>& places) {
  std::erase_if(samples,
                [&places](const Sample& sample) { return sample.device >= places.size(); });
  for (auto& sample : samples) {
    sample.device = places[sample.device];
  }
}

}  // namespace rackproof
