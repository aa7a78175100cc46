#include "tests/bench/neuron_ground.h"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

#include "probes/neuron/neuron_find.h"
#include "probes/neuron/neuron_survey.h"

namespace rackproof::bench {

namespace fs = std::filesystem;

MemoryDirectory::MemoryDirectory()
    : path_("/dev/shm/rackproof-bench-" + std::to_string(::getpid())) {
  fs::remove_all(path_);
  fs::create_directories(path_);
}

Preads::Preads(const Paths& paths) : buffer_(4096) {
  for (const auto& path : paths) {
    files_.emplace_back(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  }
}

bool Preads::all_open() const {
  return !files_.empty() && std::ranges::all_of(files_, &Descriptor::is_open);
}

std::size_t Preads::pass() {
  std::size_t bytes = 0;
  for (const auto& file : files_) {
    const auto got = ::pread(file.get(), buffer_.data(), buffer_.size(), 0);
    bytes += got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  return bytes;
}

Paths files_of_a_pass(const Host& host, const fs::path& root) {
  Paths paths;
  const auto add = [&](const std::string& path) {
    if (!path.empty()) {
      paths.insert(root.string() + path);
    }
  };
  Survey survey(host, "neuron");
  const auto directories = neuron::find_devices(host.files);
  if (!directories) {
    return paths;
  }
  neuron::DeviceMemories memories;
  auto fleet = neuron::survey_devices(survey, *directories, memories);
  static_cast<void>(survey.finish(fleet.plain));
  for (const auto* attributes : {&fleet.plain, &fleet.filled}) {
    std::ranges::for_each(*attributes, [&](const auto& attribute) { add(attribute.path); });
  }
  for (const auto& device : fleet.devices) {
    std::ranges::for_each(device.ecc, [&](const auto& attribute) { add(attribute.path); });
    for (const auto& path : {device.serial_path, device.power_path, device.die_power_path,
                             device.connected_path, device.unhealthy_path, device.heartbeat_path}) {
      add(path);
    }
  }
  return paths;
}

}  // namespace rackproof::bench
