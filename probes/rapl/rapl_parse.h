#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/result.h"

/// Names and texts of /sys/class/powercap. Pure.
namespace rackproof::rapl {

/// "intel-rapl:0:1" -> control type "intel-rapl", parent "intel-rapl:0". Nothing for a control type
/// itself ("intel-rapl"), which has no energy. AMD processors show up as intel-rapl too.
struct ZoneName {
  std::string control_type;
  std::string parent;  ///< Directory of the zone that holds this one; "" at the top.

  bool operator==(const ZoneName&) const = default;
};
std::optional<ZoneName> split_zone(std::string_view directory);

/// max_energy_range_uj as joules, shortest text: the device attribute "counter_range".
Result<std::string> parse_range(std::string_view text);

/// "package-1-die-0" -> 1; nothing for zones that are no package.
std::optional<int> package_of(std::string_view zone);

}  // namespace rackproof::rapl
