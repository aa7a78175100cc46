#include <array>

#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

// Members of the items of Thermal and Power, the documents before ThermalSubsystem and
// PowerSubsystem (DSP0268, both deprecated). One line a member.
// clang-format off
constexpr std::array kTemperatures{
    Field{"ReadingCelsius", named("temperature_celsius"), Take::celsius},
    Field{"LowerThresholdNonCritical", named("temperature_min_celsius"), Take::celsius},
    Field{"LowerThresholdCritical", named("temperature_lower_critical_celsius"), Take::celsius},
    Field{"UpperThresholdNonCritical", named("temperature_max_celsius"), Take::celsius},
    Field{"UpperThresholdCritical", named("temperature_critical_celsius"), Take::celsius},
    Field{"UpperThresholdFatal", named("temperature_emergency_celsius"), Take::celsius},
};

constexpr std::array kFansInRpm{
    Field{"Reading", named("fan_speed_rpm")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kFansInPercent{
    Field{"Reading", named("fan_duty_ratio"), Take::percent},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kVoltages{
    Field{"ReadingVolts", named("voltage_volts")},
    Field{"LowerThresholdNonCritical", named("voltage_min_volts")},
    Field{"LowerThresholdCritical", named("voltage_lower_critical_volts")},
    Field{"UpperThresholdNonCritical", named("voltage_max_volts")},
    Field{"UpperThresholdCritical", named("voltage_critical_volts")},
};

constexpr std::array kPowerControl{
    Field{"PowerConsumedWatts", named("power_watts"), Take::supply_watts},
    Field{"PowerCapacityWatts", named("power_capacity_watts")},
    Field{"PowerAllocatedWatts", named("power_allocated_watts")},
    Field{"PowerRequestedWatts", named("power_requested_watts")},
    Field{"PowerMetrics/MinConsumedWatts", named("power_interval_min_watts")},
    Field{"PowerMetrics/MaxConsumedWatts", named("power_interval_max_watts")},
    Field{"PowerMetrics/AverageConsumedWatts", named("power_interval_mean_watts")},
    Field{"PowerLimit/LimitInWatts", named("power_cap_watts"), Take::supply_watts},
};

constexpr std::array kPowerSupplies{
    Field{"PowerInputWatts", named("input_power_watts"), Take::supply_watts},
    Field{"PowerOutputWatts", named("output_power_watts"), Take::supply_watts},
    Field{"LastPowerOutputWatts", named("output_power_watts"), Take::supply_watts},
    Field{"LineInputVoltage", named("input_voltage_volts")},
    Field{"PowerCapacityWatts", named("power_capacity_watts")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kTables{
    FieldTable{"Thermal.Temperatures", kTemperatures},
    FieldTable{"Thermal.Fans.RPM", kFansInRpm},
    FieldTable{"Thermal.Fans.Percent", kFansInPercent},
    FieldTable{"Power.Voltages", kVoltages},
    FieldTable{"Power.PowerControl", kPowerControl},
    FieldTable{"Power.PowerSupplies", kPowerSupplies},
};
// clang-format on

}  // namespace

std::span<const FieldTable> legacy_fields() {
  return kTables;
}

}  // namespace rackproof::redfish
