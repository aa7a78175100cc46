#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/device.h"
#include "schemas/sample.h"

namespace rackproof {

/// The one list of devices that collected samples point into: the inventory's, and behind it what
/// probes found since. It only grows. One thread at a time.
class DeviceIndex {
 public:
  explicit DeviceIndex(const Devices& inventory);

  /// Place of each of a probe's devices in the list; unknown ones are added at its end.
  std::vector<DeviceHandle> places_of(const Devices& devices);
  /// Place of the device named `id`; added, as a device of `kind`, when it is not known.
  DeviceHandle place_of(std::string_view id, DeviceKind kind);

  /// Devices added since the last call, in the order of the list.
  Devices take_new();

 private:
  DeviceHandle add(const Device& device);

  std::map<std::string, DeviceHandle, std::less<>> places_;
  DeviceHandle length_ = 0;  ///< Of the list.
  Devices new_;
};

/// Points every sample into the list; those whose handle names none of the probe's devices are
/// removed: a mistake of the probe, not a reading.
void relocate(Samples& samples, const std::vector<DeviceHandle>& places);

}  // namespace rackproof
