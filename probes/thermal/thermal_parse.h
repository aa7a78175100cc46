#pragma once

#include <string_view>

#include "probes/reading_parse.h"

/// Texts of /sys/class/thermal. Pure.
namespace rackproof::thermal {

/// A cooling level, 0 = no cooling. Negative is sentinel: intel_powerclamp shows -1 while it does
/// not clamp and does not know.
Reading parse_level(std::string_view text);

}  // namespace rackproof::thermal
