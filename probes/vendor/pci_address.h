#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace rackproof::vendor {

/// Lower-case hexadecimal, at least so many digits.
std::string hex_digits(std::uint64_t value, std::size_t digits);

/// Where a function lies on the bus.
struct PciPlace {
  std::uint64_t domain = 0;
  std::uint32_t bus = 0;
  std::uint32_t device = 0;
  std::uint32_t function = 0;
};

/// "0000:9b:00.0", as the kernel writes it; a domain that needs more than four digits has them.
std::string pci_address(const PciPlace& place);

}  // namespace rackproof::vendor
