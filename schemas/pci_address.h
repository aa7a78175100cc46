#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// Where a PCI function sits. All zeros is a place like any other here; a BMC that never learned an
/// address prints it too.
struct PciAddress {
  std::uint32_t domain = 0;
  std::uint8_t bus = 0;
  std::uint8_t device = 0;    ///< At most 31.
  std::uint8_t function = 0;  ///< At most 7.

  auto operator<=>(const PciAddress&) const = default;
};

/// Hexadecimal of either case: "0000:3b:00.0" as the kernel writes it, "00000000:3B:00.0" as NVML
/// does, "3b:00.0" with domain 0 left out, "0000:3b:00" with function 0 left out. Without both it
/// could be anything, and is Error{malformed} like all else. No white space. Pure.
[[nodiscard]] Result<PciAddress> parse_pci_address(std::string_view text);

/// As the kernel writes it: "0000:3b:00.0", lower case, the domain of four digits at least.
[[nodiscard]] std::string to_string(const PciAddress& address);

}  // namespace rackproof
