#include "schemas/pci_address.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// A number of `least` to `most` hexadecimal digits, at most eight.
std::optional<std::uint32_t> number_of(std::string_view digits, std::size_t least,
                                       std::size_t most) {
  if (digits.size() < least || digits.size() > most ||
      digits.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) {
    return std::nullopt;
  }
  std::uint32_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return number;
}

std::optional<PciAddress> read_address(std::string_view text) {
  const auto parts = split(text, ':');
  const auto place = split(parts.back(), '.');
  const bool has_domain = parts.size() == 3;
  const bool has_function = place.size() == 2;
  const bool whole = has_domain || (parts.size() == 2 && has_function);
  if (!whole || place.size() > 2) {
    return std::nullopt;
  }
  const auto domain = number_of(has_domain ? parts[0] : "0000", 4, 8);
  const auto bus = number_of(parts[parts.size() - 2], 2, 2);
  const auto device = number_of(place[0], 2, 2);
  const auto function = number_of(has_function ? place[1] : "0", 1, 1);
  if (!domain || !bus || !device || !function || *device > 0x1f || *function > 7) {
    return std::nullopt;
  }
  return PciAddress{*domain, static_cast<std::uint8_t>(*bus), static_cast<std::uint8_t>(*device),
                    static_cast<std::uint8_t>(*function)};
}

std::string hex(std::uint32_t number, std::size_t digits) {
  std::array<char, 8> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, 16).ptr;
  std::string written(text.data(), end);
  return written.size() < digits ? std::string(digits - written.size(), '0') + written : written;
}

}  // namespace

Result<PciAddress> parse_pci_address(std::string_view text) {
  const auto address = read_address(text);
  if (!address) {
    return Error{ErrorKind::malformed, "expected a PCI address, got '" + printable(text, 80) + "'"};
  }
  return *address;
}

std::string to_string(const PciAddress& address) {
  return hex(address.domain, 4) + ":" + hex(address.bus, 2) + ":" + hex(address.device, 2) + "." +
         hex(address.function, 1);
}

}  // namespace rackproof
