#include "probes/network/network_parse.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "probes/survey.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::network {
namespace {

constexpr std::array<std::string_view, 7> kStates{"unknown", "notpresent", "down", "lowerlayerdown",
                                                  "testing", "dormant",    "up"};

}  // namespace

Reading parse_speed(std::string_view text) {
  auto megabits = parse_integer(text);
  if (!megabits) {
    return std::move(megabits).error();
  }
  constexpr std::int64_t kUnknown = 4294967295;  // SPEED_UNKNOWN (linux/ethtool.h), unsigned
  if (*megabits == -1 || *megabits == kUnknown) {
    return Error{ErrorKind::sentinel, std::string(text) + " Mb/s: the link is down or unknown"};
  }
  if (*megabits < 0 || *megabits > kUnknown) {
    return Error{ErrorKind::out_of_range, std::string(text) + " Mb/s: no link has that speed"};
  }
  return static_cast<double>(*megabits) * 1e6;
}

Reading parse_operational_state(std::string_view text) {
  const auto found = std::ranges::find(kStates, text);
  if (found == kStates.end()) {
    return Error{ErrorKind::malformed,
                 "expected an operational state, got '" + printable(text) + "'"};
  }
  return static_cast<std::int64_t>(found - kStates.begin());
}

std::string place_of(std::string_view canonical_path) {
  if (auto address = pci_address_in(canonical_path); !address.empty()) {
    return address;
  }
  constexpr std::string_view kDevices = "/sys/devices/";
  const auto end = canonical_path.rfind("/net/");
  if (!canonical_path.starts_with(kDevices) || end == std::string_view::npos ||
      end < kDevices.size()) {
    return {};
  }
  return std::string(canonical_path.substr(kDevices.size(), end - kDevices.size()));
}

}  // namespace rackproof::network
