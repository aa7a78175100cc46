#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "schemas/device.h"

namespace rackproof {

/// The parts of `id` up to the one of that number; "" for level 0, all of it for a high level.
[[nodiscard]] std::string first_parts(const std::string& id, int level);

/// Devices by their id. One that nobody described is nothing but its id.
class DeviceBook {
 public:
  explicit DeviceBook(Devices devices);
  ~DeviceBook() = default;
  DeviceBook(const DeviceBook&) = delete;  // by_id_ points into the rest
  DeviceBook& operator=(const DeviceBook&) = delete;
  DeviceBook(DeviceBook&&) = delete;
  DeviceBook& operator=(DeviceBook&&) = delete;

  /// Stays where it is as long as the book does.
  const Device& at(const std::string& id);

  /// Of the device or of the nearest one above it that has one; "" for none.
  std::string position_of(const Device& device);
  /// The id of the node that the device sits in; where nobody described one, its id's first part.
  std::string node_of(const Device& device);

 private:
  /// The device itself or the nearest one above it of which `is_it` holds; null for none.
  const Device* nearest(const Device& device, const std::function<bool(const Device&)>& is_it);

  struct Entry {
    const Device* device = nullptr;
    bool described = false;
  };

  Devices devices_;
  std::deque<Device> nameless_;
  std::map<std::string, Entry, std::less<>> by_id_;
};

}  // namespace rackproof
