#pragma once

#include <string_view>

#include "schemas/sample.h"

/// Texts of sysfs files as Readings. Pure; each takes the whole text without white space at its
/// end. Division, never multiplication by an inexact factor: 85250 gives 85.25 to the last bit.
namespace rackproof {

Reading parse_count(std::string_view text);     ///< A decimal integer as it stands.
Reading parse_thousand(std::string_view text);  ///< Given in thousandths (mV, mA, ms).
Reading parse_million(std::string_view text);   ///< Given in millionths (uW, uJ, us).

/// Thousandths of a degree (kernel hwmon sysfs interface). Stand-ins for "no number" are sentinel:
/// at or below absolute zero (a 0 K threshold, THERMAL_TEMP_INVALID), and 65535 K, which is an NVMe
/// threshold that was never set; above 1000 degrees is out_of_range.
Reading parse_millidegrees(std::string_view text);

}  // namespace rackproof
