#pragma once

#include <string>
#include <string_view>

#include "schemas/sample.h"

/// Texts of /sys/class/net. Pure.
namespace rackproof::network {

/// Mb/s as bit/s. -1, and 4294967295 as some drivers write it, mean that the link is down or that
/// the driver does not know: sentinel.
Reading parse_speed(std::string_view text);

/// The word of operstate as its number of RFC 2863 section 3.1.14 in the kernel's order
/// (linux/if.h): unknown 0, notpresent 1, down 2, lowerlayerdown 3, testing 4, dormant 5, up 6.
Reading parse_operational_state(std::string_view text);

/// Where an interface sits, as the head of its id: the PCI address in its canonical path, else the
/// path below /sys/devices without the interface's own name; "" where it has no device.
std::string place_of(std::string_view canonical_path);

}  // namespace rackproof::network
