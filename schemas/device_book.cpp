#include "schemas/device_book.h"

#include <utility>

namespace rackproof {
namespace {

/// So that devices that sit in each other end nothing.
constexpr int kMostLevels = 16;

}  // namespace

std::string first_parts(const std::string& id, int level) {
  std::size_t end = 0;
  for (int i = 0; i < level && end != std::string::npos; ++i) {
    end = id.find('/', i == 0 ? 0 : end + 1);
  }
  return level == 0 ? "" : id.substr(0, end);
}

DeviceBook::DeviceBook(Devices devices) : devices_(std::move(devices)) {
  for (const auto& device : devices_) {
    by_id_.emplace(device.id, Entry{&device, true});
  }
}

const Device& DeviceBook::at(const std::string& id) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) {
    return *found->second.device;
  }
  auto& nameless = nameless_.emplace_back();
  nameless.id = id;
  by_id_.emplace(id, Entry{&nameless, false});
  return nameless;
}

std::string DeviceBook::position_of(const Device& device) {
  const auto* found =
      nearest(device, [](const Device& candidate) { return !candidate.position.empty(); });
  return found == nullptr ? "" : found->position;
}

std::string DeviceBook::node_of(const Device& device) {
  const auto* found = nearest(device, [this](const Device& candidate) {
    // Of one that nobody described the kind is not known either.
    return by_id_[candidate.id].described && candidate.kind == DeviceKind::node;
  });
  return found == nullptr ? first_parts(device.id, 1) : found->id;
}

const Device* DeviceBook::nearest(const Device& device,
                                  const std::function<bool(const Device&)>& is_it) {
  const auto* at_hand = &device;
  for (int up = 0; up < kMostLevels; ++up) {
    if (is_it(*at_hand)) {
      return at_hand;
    }
    if (at_hand->parent.empty()) {
      break;
    }
    at_hand = &at(at_hand->parent);
  }
  return nullptr;
}

}  // namespace rackproof
