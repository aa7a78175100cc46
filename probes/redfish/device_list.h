#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/device.h"

namespace rackproof::redfish {

/// The parts that a walk has met, by address, and who sits in whom.
class DeviceList {
 public:
  /// The handle; the known one where the address was met before.
  DeviceHandle add(const std::string& uri, Device device);
  [[nodiscard]] std::optional<DeviceHandle> find(const std::string& uri) const;
  [[nodiscard]] const Device& device(DeviceHandle handle) const { return devices_[handle]; }

  /// The part that `uri` turns out to be holds `child`. Counts once all parts are known, and only
  /// where no part would then sit in itself.
  void hope_for_parent(DeviceHandle child, std::string uri);

  /// The power supply of that serial number, whichever document told of it first.
  [[nodiscard]] std::optional<DeviceHandle> power_supply(const std::string& serial) const;

  /// All, in the order in which they were met, parents settled as far as they are known by now.
  Devices settled();

 private:
  [[nodiscard]] bool sits_in(DeviceHandle inner, DeviceHandle outer) const;

  Devices devices_;
  std::map<std::string, DeviceHandle, std::less<>> by_uri_;
  std::map<std::string, DeviceHandle, std::less<>> by_id_;
  std::vector<std::pair<DeviceHandle, std::string>> hopes_;
};

}  // namespace rackproof::redfish
