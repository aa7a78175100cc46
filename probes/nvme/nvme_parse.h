#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/sample.h"

/// Names and texts of /sys/class/nvme. Pure.
namespace rackproof::nvme {

/// The word of `state` as its number in the catalogue.
Reading parse_controller_state(std::string_view text);

/// The word of `ana_state` as its number (NVM Express Base Specification 2.0, 8.1.3).
Reading parse_ana_state(std::string_view text);

/// Blocks of `block_bytes` as bytes; out_of_range when that is past 63 bits.
Reading parse_blocks(std::string_view text, std::int64_t block_bytes);

/// Number of the namespace that a directory name ends with: "nvme0n1" and, for one path of a
/// multipath namespace, "nvme0c0n1" -> "1". Nothing for other names.
std::optional<std::string> namespace_in(std::string_view directory);

}  // namespace rackproof::nvme
