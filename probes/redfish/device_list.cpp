#include "probes/redfish/device_list.h"

namespace rackproof::redfish {

DeviceHandle DeviceList::add(const std::string& uri, Device device) {
  const auto handle = static_cast<DeviceHandle>(devices_.size());
  const auto [at, is_new] = by_uri_.try_emplace(uri, handle);
  if (is_new) {
    by_id_.emplace(device.id, handle);
    devices_.push_back(std::move(device));
  }
  return at->second;
}

std::optional<DeviceHandle> DeviceList::find(const std::string& uri) const {
  const auto found = by_uri_.find(uri);
  return found == by_uri_.end() ? std::nullopt : std::optional(found->second);
}

void DeviceList::hope_for_parent(DeviceHandle child, std::string uri) {
  hopes_.emplace_back(child, std::move(uri));
}

std::optional<DeviceHandle> DeviceList::power_supply(const std::string& serial) const {
  for (DeviceHandle handle = 0; handle < devices_.size(); ++handle) {
    const auto& device = devices_[handle];
    if (!serial.empty() && device.kind == DeviceKind::power_supply && device.serial == serial) {
      return handle;
    }
  }
  return std::nullopt;
}

bool DeviceList::sits_in(DeviceHandle inner, DeviceHandle outer) const {
  for (std::size_t step = 0; step <= devices_.size(); ++step) {
    if (inner == outer) {
      return true;
    }
    const auto above = by_id_.find(devices_[inner].parent);
    if (above == by_id_.end()) {
      return false;
    }
    inner = above->second;
  }
  return true;
}

Devices DeviceList::settled() {
  std::erase_if(hopes_, [this](const auto& hope) {
    const auto& [child, uri] = hope;
    const auto parent = find(uri);
    if (parent && !sits_in(*parent, child)) {
      devices_[child].parent = devices_[*parent].id;
    }
    return parent.has_value();
  });
  return devices_;
}

}  // namespace rackproof::redfish
