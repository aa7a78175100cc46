#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/sample.h"

/// Texts of /sys/bus/pci/devices/*. Pure.
namespace rackproof::pcie {

/// "8.0 GT/s PCIe", "8 GT/s" -> 8e9 transfers a second on each lane. "Unknown", "Unknown speed"
/// (virtual functions, many virtual machines) is unsupported, never 0.
Reading parse_link_speed(std::string_view text);

/// Lanes. 0 (a virtual function, or no link trained) and 255 (the kernel's "unknown") are sentinel.
Reading parse_link_width(std::string_view text);

/// "D0", "D1", "D2", "D3hot", "D3cold" -> 0 to 4; "unknown" and "error" are unsupported and io.
Reading parse_power_state(std::string_view text);

/// A count of MSI-X vectors or functions; drivers that print a negative number as unsigned 32-bit
/// (seen: 4294967033) are out_of_range.
Reading parse_small_count(std::string_view text);

/// "0x1d0f" -> "1d0f": identities are written without a prefix, as in "1d0f:7364".
Result<std::string> parse_id(std::string_view text);

}  // namespace rackproof::pcie
