#include "probes/vendor/pci_address.h"

#include <string_view>

namespace rackproof::vendor {

std::string hex_digits(std::uint64_t value, std::size_t digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (; value != 0 || text.size() < digits; value >>= 4U) {
    text.insert(text.begin(), kDigits[value & 0xFU]);
  }
  return text;
}

std::string pci_address(const PciPlace& place) {
  return hex_digits(place.domain, 4) + ":" + hex_digits(place.bus, 2) + ":" +
         hex_digits(place.device, 2) + "." + hex_digits(place.function, 1);
}

}  // namespace rackproof::vendor
