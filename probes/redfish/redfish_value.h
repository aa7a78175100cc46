#pragma once

#include <optional>
#include <string_view>

#include "schemas/json/json_value.h"
#include "schemas/sample.h"

/// Values of Redfish members as Readings. Pure. A null, an empty string, "N/A" and "nan" are a
/// reason, never a number.
namespace rackproof::redfish {

/// How a value becomes a reading in its metric's base unit.
enum class Take {
  number,
  celsius,   ///< Below absolute zero or beyond 1000 is out_of_range.
  count,     ///< Whole and not below 0, up to 63 bits.
  count_32,  ///< The same; all ones of 32 bits is saturated.
  lane_sum,  ///< An array of counts, added up.
  percent,   ///< 0 to 100 and above, as a ratio.
  centi,
  milli,
  kilo,        ///< kW, kPa.
  mega,        ///< MHz.
  giga,        ///< Gb/s.
  mebibytes,   ///< 0 is a size that was not told.
  per_minute,  ///< m3/min.
  litres_per_minute,
  kilowatt_hours,
  watt_hours,
  hours,
  duration,      ///< ISO 8601.
  supply_watts,  ///< 0 is what some BMCs write for power that they do not measure (iLO, iRMC).
  error_ratio,   ///< Below 1e-99 is what firmware writes for a rate that it has not measured.
  flag,          ///< true is 1.
  health,        ///< OK 0, Warning 1, Critical 2.
  fluid_level,   ///< The same words.
  leak,          ///< The same, and Unavailable and Absent, which are reasons: not dry.
  breaker,       ///< Normal 0, Tripped 1, Off 2.
  power_switch,  ///< On 1, Off 0.
  link_status,   ///< LinkUp 1, LinkDown and the like 0.
  link_state,    ///< Enabled 1, Disabled 0.
};

/// One value. A number that stands in a string is read as one (MetricReports hold nothing else).
Reading take_value(const JsonValue& value, Take take);

/// The same, of the text that a MetricReport holds.
Reading take_text(std::string_view text, Take take);

/// Why what stands beside a Status/State of Absent, Disabled or UnavailableOffline is no reading;
/// nothing where readings are to be believed.
std::optional<Error> state_forbids(std::string_view state);

}  // namespace rackproof::redfish
