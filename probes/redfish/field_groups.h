#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

/// Fields that several document types share (DSP0268), for the tables in fields_*.cpp. Pure.
namespace rackproof::redfish {

/// One table out of several, in their order.
template <std::size_t... N>
constexpr auto joined(const std::array<Field, N>&... groups) {
  std::array<Field, (N + ...)> all{};
  auto end = all.begin();
  ((end = std::copy(groups.begin(), groups.end(), end)), ...);
  return all;
}

// clang-format off
/// All that some documents tell.
inline constexpr std::array kHealth{
    Field{"Status/Health", metrics::named("device_health"), Take::health},
};

/// What any metered thing shows of its power, energy, voltage and current.
inline constexpr std::array kMetered{
    Field{"PowerWatts/Reading", metrics::named("power_watts")},
    Field{"PowerWatts/ApparentVA", metrics::named("apparent_power_volt_amperes")},
    Field{"PowerWatts/ReactiveVAR", metrics::named("reactive_power_volt_amperes_reactive")},
    Field{"PowerWatts/PowerFactor", metrics::named("power_factor")},
    Field{"PowerLoadPercent/Reading", metrics::named("power_load_ratio"), Take::percent},
    Field{"EnergyJoules/Reading", metrics::named("energy_joules_total")},
    Field{"EnergykWh/Reading", metrics::named("energy_joules_total"), Take::kilowatt_hours},
    Field{"EnergykWh/LifetimeReading", metrics::named("energy_lifetime_joules_total"), Take::kilowatt_hours},
    Field{"Voltage/Reading", metrics::named("voltage_volts")},
    Field{"CurrentAmps/Reading", metrics::named("current_amperes")},
};

/// Of alternating current as it comes in.
inline constexpr std::array kMains{
    Field{"FrequencyHz/Reading", metrics::named("mains_frequency_hertz")},
    Field{"UnbalancedCurrentPercent/Reading", metrics::named("current_unbalance_ratio"), Take::percent},
    Field{"UnbalancedVoltagePercent/Reading", metrics::named("voltage_unbalance_ratio"), Take::percent},
};

/// Of each phase, line to line and line to neutral.
inline constexpr std::array kPolyPhase{
    Field{"PolyPhaseVoltage/Line1ToLine2/Reading", metrics::named("voltage_line1_line2_volts")},
    Field{"PolyPhaseVoltage/Line2ToLine3/Reading", metrics::named("voltage_line2_line3_volts")},
    Field{"PolyPhaseVoltage/Line3ToLine1/Reading", metrics::named("voltage_line3_line1_volts")},
    Field{"PolyPhaseVoltage/Line1ToNeutral/Reading", metrics::named("voltage_line1_neutral_volts")},
    Field{"PolyPhaseVoltage/Line2ToNeutral/Reading", metrics::named("voltage_line2_neutral_volts")},
    Field{"PolyPhaseVoltage/Line3ToNeutral/Reading", metrics::named("voltage_line3_neutral_volts")},
    Field{"PolyPhasePowerWatts/Line1ToLine2/Reading", metrics::named("power_line1_line2_watts")},
    Field{"PolyPhasePowerWatts/Line2ToLine3/Reading", metrics::named("power_line2_line3_watts")},
    Field{"PolyPhasePowerWatts/Line3ToLine1/Reading", metrics::named("power_line3_line1_watts")},
    Field{"PolyPhasePowerWatts/Line1ToNeutral/Reading", metrics::named("power_line1_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line2ToNeutral/Reading", metrics::named("power_line2_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line3ToNeutral/Reading", metrics::named("power_line3_neutral_watts")},
    Field{"PolyPhaseCurrentAmps/Line1/Reading", metrics::named("current_line1_amperes")},
    Field{"PolyPhaseCurrentAmps/Line2/Reading", metrics::named("current_line2_amperes")},
    Field{"PolyPhaseCurrentAmps/Line3/Reading", metrics::named("current_line3_amperes")},
    Field{"PolyPhaseCurrentAmps/Neutral/Reading", metrics::named("current_neutral_amperes")},
};
// clang-format on

}  // namespace rackproof::redfish
