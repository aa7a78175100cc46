#pragma once

#include <cstdint>
#include <string_view>

#include "schemas/sample.h"

/// /proc/meminfo and /sys/devices/system/node/nodeN/meminfo. Pure.
namespace rackproof::meminfo {

/// MemTotal in bytes; the file's "kB" are KiB. Error{absent} when there is no such line.
Reading parse_total(std::string_view text);

/// MemAvailable in bytes.
Reading parse_available(std::string_view text);

/// Bytes of one node's meminfo that are free or hold page cache (MemFree, Active(file),
/// Inactive(file)), which no node sums up itself. A line that cannot be read counts as nothing.
std::uint64_t left_on_node(std::string_view text);

}  // namespace rackproof::meminfo
