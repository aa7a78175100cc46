#include "probes/amdgpu/amdgpu_parts.h"

namespace rackproof::amdgpu {

DeviceHandle Parts::at(const Place& place, std::size_t instance) {
  std::string suffix(place.suffix);
  if (suffix.ends_with(':')) {
    suffix += std::to_string(instance);
  }
  return at(place.kind, suffix);
}

DeviceHandle Parts::at(DeviceKind kind, const std::string& suffix) {
  if (suffix.empty()) {
    return socket_;
  }
  const auto known = parts_.find(suffix);
  if (known != parts_.end()) {
    return known->second;
  }
  const auto& socket = survey_.device(socket_).id;
  auto part = device_of(socket + suffix, kind, socket);
  const auto slash = suffix.rfind('/');
  if (slash != 0) {
    part.parent = survey_.device(at(kMemory)).id;  // only stacks of memory are two deep
  }
  part.position = suffix.substr(slash + 1);
  const auto handle = survey_.add(std::move(part));
  parts_.emplace(suffix, handle);
  return handle;
}

void Parts::watch(DeviceHandle part, const Metric* metric, const std::string& path,
                  ReadingParser parse) {
  if (survey_.files().exists(path) && take(part, metric)) {
    survey_.watch(part, metric, path, parse);
  }
}

}  // namespace rackproof::amdgpu
