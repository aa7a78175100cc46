#pragma once

#include <string_view>

#include "schemas/result.h"
#include "schemas/time.h"

/// Times and durations as Redfish writes them. Pure.
namespace rackproof::redfish {

/// Seconds of an ISO 8601 duration: "PT23H59M34.146524704S", "P6DT1H", "PT0S". Years and months
/// have no length and are malformed.
Result<double> parse_iso_duration(std::string_view text);

/// A time with 'Z' or an offset: "2016-11-08T12:25:00-05:00". A BMC whose clock was never set
/// writes 1970: that is out_of_range.
Result<UtcTime> parse_offset_time(std::string_view text);

}  // namespace rackproof::redfish
