#include "probes/pcie/pcie_parse.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "probes/reading_parse.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::pcie {
namespace {

Error as_printed(ErrorKind kind, std::string_view text, std::string_view meaning) {
  return {kind, "'" + printable(text) + "': " + std::string(meaning)};
}

}  // namespace

Reading parse_link_speed(std::string_view text) {
  const auto parts = words(text);
  if (!parts.empty() && parts[0] == "Unknown") {
    return as_printed(ErrorKind::unsupported, text, "the function shows no link speed");
  }
  if (parts.size() < 2 || parts[1] != "GT/s") {
    return as_printed(ErrorKind::malformed, text, "expected a speed in GT/s");
  }
  auto giga = parse_double(parts[0]);
  if (!giga) {
    return std::move(giga).error();
  }
  if (*giga <= 0) {
    return as_printed(ErrorKind::out_of_range, text, "no link runs at that speed");
  }
  return *giga * 1e9;
}

Reading parse_link_width(std::string_view text) {
  constexpr std::int64_t kUnknown = 255;  // PCI_EXP_LNK_WIDTH unknown
  constexpr std::int64_t kWidest = 32;    // PCI Express base specification: x1 to x32
  auto lanes = parse_integer(text);
  if (!lanes) {
    return std::move(lanes).error();
  }
  if (*lanes == 0 || *lanes == kUnknown) {
    return as_printed(ErrorKind::sentinel, text,
                      "no link is trained, or the function has none of its own");
  }
  if (*lanes < 0 || *lanes > kWidest) {
    return as_printed(ErrorKind::out_of_range, text, "expected 1 to 32 lanes");
  }
  return *lanes;
}

Reading parse_power_state(std::string_view text) {
  constexpr std::array<std::string_view, 5> kStates{"D0", "D1", "D2", "D3hot", "D3cold"};
  const auto found = std::ranges::find(kStates, text);
  if (found != kStates.end()) {
    return static_cast<std::int64_t>(found - kStates.begin());
  }
  if (text == "unknown") {
    return as_printed(ErrorKind::unsupported, text, "the kernel does not know the power state");
  }
  const auto kind = text == "error" ? ErrorKind::io : ErrorKind::malformed;
  return as_printed(kind, text, "expected D0, D1, D2, D3hot or D3cold");
}

Reading parse_small_count(std::string_view text) {
  auto count = parse_count(text);
  const auto* value = std::get_if<std::int64_t>(&count);
  if (value != nullptr && (*value < 0 || *value > INT32_MAX)) {
    return as_printed(ErrorKind::out_of_range, text, "a negative number printed as unsigned");
  }
  return count;
}

Result<std::string> parse_id(std::string_view text) {
  auto value = parse_hex(text);
  if (!value) {
    return std::move(value).error();
  }
  return std::string(text.starts_with("0x") ? text.substr(2) : text);
}

}  // namespace rackproof::pcie
