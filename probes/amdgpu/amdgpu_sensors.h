#pragma once

#include <string>

#include "probes/amdgpu/amdgpu_parts.h"

namespace rackproof::amdgpu {

/// Watches the channels of the accelerator's own hwmon chip, with all their limits, at the parts
/// that they measure: junction at the accelerator, mem at its memory, edge at a sensor below it.
/// `directory` is the accelerator's. The hwmon probe leaves such a chip alone.
void add_sensors(Parts& parts, const std::string& directory);

/// Watches the further files of `directory` that hold one number.
void add_numbers(Parts& parts, const std::string& directory);

}  // namespace rackproof::amdgpu
