#pragma once

#include <string_view>

#include "schemas/sample.h"

/// Texts of /sys/class/leak. Pure.
namespace rackproof::leak {

/// Thousandths of the rope's length that are wet, as a share of one. -1 is what the driver writes
/// for a rope that is cut: sentinel, for a rope that cannot feel water is not a dry one.
Reading parse_wetness(std::string_view text);

}  // namespace rackproof::leak
