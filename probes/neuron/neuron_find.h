#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "probes/machine/file_tree.h"
#include "schemas/result.h"

namespace rackproof::neuron {

inline constexpr std::string_view kClassDir = "/sys/class/neuron_device";
inline constexpr std::string_view kVirtualDir = "/sys/devices/virtual/neuron_device";

/// Kernel number of a device and its directory with all links followed.
using Directories = std::map<std::int64_t, std::string>;

/// From both trees. Error{absent} when neither is there: no Neuron driver on this host.
Result<Directories> find_devices(const FileTree& files);

/// "Trainium2" from device_name; where that is missing, from arch_type as far as it tells: NDv3 is
/// Inferentia2 or Trainium2, which is no answer ("").
std::string model_of(std::string_view device_name, std::string_view arch_type);

}  // namespace rackproof::neuron
