#pragma once

#include <string_view>

#include "schemas/sample.h"

/// /proc/meminfo and /sys/devices/system/node/nodeN/meminfo. Pure.
namespace rackproof::inventory {

/// MemTotal in bytes; the file's "kB" are KiB. Error{absent} when there is no such line.
Reading parse_memory_total(std::string_view text);

/// MemAvailable in bytes.
Reading parse_memory_available(std::string_view text);

/// Sectors of 512 bytes (kernel sysfs-block ABI) as bytes.
Reading parse_sectors(std::string_view text);

}  // namespace rackproof::inventory
