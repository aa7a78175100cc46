#pragma once

#include <string_view>

#include "schemas/sample.h"

/// Texts of /sys/block. Pure.
namespace rackproof::inventory {

/// Sectors of 512 bytes (kernel sysfs-block ABI) as bytes.
Reading parse_sectors(std::string_view text);

}  // namespace rackproof::inventory
