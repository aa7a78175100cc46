#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/survey.h"

namespace rackproof::amdgpu {

inline constexpr std::string_view kDrmDir = "/sys/class/drm";

/// One physical accelerator; `directory` serves its files, each read once however many partitions
/// it is shown as.
struct Socket {
  DeviceHandle handle = 0;
  std::string directory;  ///< ".../cardN/device" of its first function.
};

/// The accelerators among the kernel's cards (vendor 1002, driver amdgpu), by PCI address.
/// Cards of one unique_id are one socket: the lowest address is it, the others are partitions below
/// it. An error when there is no class of cards; no sockets when there is no card of this driver.
Result<std::vector<Socket>> find_sockets(Survey& survey);

}  // namespace rackproof::amdgpu
