#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/device.h"
#include "schemas/sample.h"

/// Names and texts of /sys/devices/system/edac/mc. Pure.
namespace rackproof::edac {

/// "dimm12" -> dimm; "rank3" -> dimm too (the older name of the same directory); "csrow0" -> csrow.
/// Nothing for anything else.
std::optional<DeviceKind> part_kind(std::string_view directory);

/// "ch1_ce_count" -> "ch1"; nothing for a file that belongs to no channel.
std::optional<std::string> channel_of(std::string_view file);

/// MiB, as size and size_mb give it, in bytes.
Reading parse_mebibytes(std::string_view text);

/// Bytes per second; negative is sentinel: the controller cannot say.
Reading parse_scrub_rate(std::string_view text);

}  // namespace rackproof::edac
