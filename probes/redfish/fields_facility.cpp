#include <array>

#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

// Members of liquid cooling and power distribution (DSP0268; "Oem/Nvidia" as real BMCs of that
// maker write it). One line a member.
// clang-format off
constexpr std::array kCoolingUnit{
    Field{"CoolingCapacityWatts", named("cooling_capacity_watts")},
    Field{"RatedThermalLossToAirWatts", named("cooling_loss_to_air_rated_watts")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kCoolingLoop{
    Field{"CoolantLevelPercent/Reading", named("fluid_level_ratio"), Take::percent},
    Field{"CoolantLevelStatus", named("fluid_level_state"), Take::fluid_level},
    Field{"RatedFlowLitersPerMinute", named("coolant_flow_rated_cubic_metres_per_second"), Take::litres_per_minute},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kCoolantConnector{
    Field{"FlowLitersPerMinute/Reading", named("coolant_flow_cubic_metres_per_second"), Take::litres_per_minute},
    Field{"RatedFlowLitersPerMinute", named("coolant_flow_rated_cubic_metres_per_second"), Take::litres_per_minute},
    Field{"SupplyTemperatureCelsius/Reading", named("coolant_supply_temperature_celsius"), Take::celsius},
    Field{"ReturnTemperatureCelsius/Reading", named("coolant_return_temperature_celsius"), Take::celsius},
    Field{"DeltaTemperatureCelsius/Reading", named("coolant_delta_temperature_celsius"), Take::celsius},
    Field{"SupplyPressurekPa/Reading", named("coolant_supply_pressure_pascals"), Take::kilo},
    Field{"ReturnPressurekPa/Reading", named("coolant_return_pressure_pascals"), Take::kilo},
    Field{"DeltaPressurekPa/Reading", named("coolant_delta_pressure_pascals"), Take::kilo},
    Field{"RatedPressurekPa", named("coolant_pressure_rated_pascals"), Take::kilo},
    Field{"HeatRemovedkW/Reading", named("heat_removed_watts"), Take::kilo},
    Field{"ValvePositionPercent/Reading", named("valve_position_ratio"), Take::percent},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPump{
    Field{"PumpSpeedPercent/Reading", named("pump_speed_ratio"), Take::percent},
    Field{"PumpSpeedPercent/SpeedRPM", named("pump_speed_rpm")},
    Field{"InletPressurekPa/Reading", named("pump_inlet_pressure_pascals"), Take::kilo},
    Field{"ServiceHours", named("service_seconds"), Take::hours},
    Field{"RatedServiceHours", named("service_rated_seconds"), Take::hours},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kReservoir{
    Field{"FluidLevelPercent/Reading", named("fluid_level_ratio"), Take::percent},
    Field{"FluidLevelStatus", named("fluid_level_state"), Take::fluid_level},
    Field{"InternalPressurekPa/Reading", named("pressure_pascals"), Take::kilo},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kFilter{
    Field{"DeltaLiquidPressurekPa/Reading", named("pressure_difference_pascals"), Take::kilo},
    Field{"DeltaAirPressurekPa/Reading", named("pressure_difference_pascals"), Take::kilo},
    Field{"ServiceHours", named("service_seconds"), Take::hours},
    Field{"RatedServiceHours", named("service_rated_seconds"), Take::hours},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kLeakDetector{
    Field{"DetectorState", named("leak_detector_state"), Take::leak},
    Field{"Enabled", named("leak_detector_enabled"), Take::flag},
    Field{"Voltage/Reading", named("voltage_volts")},
    Field{"CurrentAmps/Reading", named("current_amperes")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPowerDistribution{
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPowerDistributionMetrics{
    Field{"PowerWatts/Reading", named("power_watts")},
    Field{"PowerWatts/ApparentVA", named("apparent_power_volt_amperes")},
    Field{"PowerWatts/ReactiveVAR", named("reactive_power_volt_amperes_reactive")},
    Field{"PowerWatts/PowerFactor", named("power_factor")},
    Field{"PowerLoadPercent/Reading", named("power_load_ratio"), Take::percent},
    Field{"EnergyJoules/Reading", named("energy_joules_total")},
    Field{"EnergykWh/Reading", named("energy_joules_total"), Take::kilowatt_hours},
    Field{"EnergykWh/LifetimeReading", named("energy_lifetime_joules_total"), Take::kilowatt_hours},
    Field{"Voltage/Reading", named("voltage_volts")},
    Field{"CurrentAmps/Reading", named("current_amperes")},
    Field{"FrequencyHz/Reading", named("mains_frequency_hertz")},
    Field{"UnbalancedCurrentPercent/Reading", named("current_unbalance_ratio"), Take::percent},
    Field{"UnbalancedVoltagePercent/Reading", named("voltage_unbalance_ratio"), Take::percent},
    Field{"PolyPhaseVoltage/Line1ToLine2/Reading", named("voltage_line1_line2_volts")},
    Field{"PolyPhaseVoltage/Line2ToLine3/Reading", named("voltage_line2_line3_volts")},
    Field{"PolyPhaseVoltage/Line3ToLine1/Reading", named("voltage_line3_line1_volts")},
    Field{"PolyPhaseVoltage/Line1ToNeutral/Reading", named("voltage_line1_neutral_volts")},
    Field{"PolyPhaseVoltage/Line2ToNeutral/Reading", named("voltage_line2_neutral_volts")},
    Field{"PolyPhaseVoltage/Line3ToNeutral/Reading", named("voltage_line3_neutral_volts")},
    Field{"PolyPhasePowerWatts/Line1ToLine2/Reading", named("power_line1_line2_watts")},
    Field{"PolyPhasePowerWatts/Line2ToLine3/Reading", named("power_line2_line3_watts")},
    Field{"PolyPhasePowerWatts/Line3ToLine1/Reading", named("power_line3_line1_watts")},
    Field{"PolyPhasePowerWatts/Line1ToNeutral/Reading", named("power_line1_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line2ToNeutral/Reading", named("power_line2_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line3ToNeutral/Reading", named("power_line3_neutral_watts")},
    Field{"PolyPhaseCurrentAmps/Line1/Reading", named("current_line1_amperes")},
    Field{"PolyPhaseCurrentAmps/Line2/Reading", named("current_line2_amperes")},
    Field{"PolyPhaseCurrentAmps/Line3/Reading", named("current_line3_amperes")},
    Field{"PolyPhaseCurrentAmps/Neutral/Reading", named("current_neutral_amperes")},
    Field{"TemperatureCelsius/Reading", named("temperature_celsius"), Take::celsius},
    Field{"HumidityPercent/Reading", named("relative_humidity_ratio"), Take::percent},
};

constexpr std::array kCircuit{
    Field{"PowerWatts/Reading", named("power_watts")},
    Field{"PowerWatts/ApparentVA", named("apparent_power_volt_amperes")},
    Field{"PowerWatts/ReactiveVAR", named("reactive_power_volt_amperes_reactive")},
    Field{"PowerWatts/PowerFactor", named("power_factor")},
    Field{"PowerLoadPercent/Reading", named("power_load_ratio"), Take::percent},
    Field{"EnergyJoules/Reading", named("energy_joules_total")},
    Field{"EnergykWh/Reading", named("energy_joules_total"), Take::kilowatt_hours},
    Field{"EnergykWh/LifetimeReading", named("energy_lifetime_joules_total"), Take::kilowatt_hours},
    Field{"Voltage/Reading", named("voltage_volts")},
    Field{"CurrentAmps/Reading", named("current_amperes")},
    Field{"FrequencyHz/Reading", named("mains_frequency_hertz")},
    Field{"UnbalancedCurrentPercent/Reading", named("current_unbalance_ratio"), Take::percent},
    Field{"UnbalancedVoltagePercent/Reading", named("voltage_unbalance_ratio"), Take::percent},
    Field{"PolyPhaseVoltage/Line1ToLine2/Reading", named("voltage_line1_line2_volts")},
    Field{"PolyPhaseVoltage/Line2ToLine3/Reading", named("voltage_line2_line3_volts")},
    Field{"PolyPhaseVoltage/Line3ToLine1/Reading", named("voltage_line3_line1_volts")},
    Field{"PolyPhaseVoltage/Line1ToNeutral/Reading", named("voltage_line1_neutral_volts")},
    Field{"PolyPhaseVoltage/Line2ToNeutral/Reading", named("voltage_line2_neutral_volts")},
    Field{"PolyPhaseVoltage/Line3ToNeutral/Reading", named("voltage_line3_neutral_volts")},
    Field{"PolyPhasePowerWatts/Line1ToLine2/Reading", named("power_line1_line2_watts")},
    Field{"PolyPhasePowerWatts/Line2ToLine3/Reading", named("power_line2_line3_watts")},
    Field{"PolyPhasePowerWatts/Line3ToLine1/Reading", named("power_line3_line1_watts")},
    Field{"PolyPhasePowerWatts/Line1ToNeutral/Reading", named("power_line1_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line2ToNeutral/Reading", named("power_line2_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line3ToNeutral/Reading", named("power_line3_neutral_watts")},
    Field{"PolyPhaseCurrentAmps/Line1/Reading", named("current_line1_amperes")},
    Field{"PolyPhaseCurrentAmps/Line2/Reading", named("current_line2_amperes")},
    Field{"PolyPhaseCurrentAmps/Line3/Reading", named("current_line3_amperes")},
    Field{"PolyPhaseCurrentAmps/Neutral/Reading", named("current_neutral_amperes")},
    Field{"RatedCurrentAmps", named("current_rated_amperes")},
    Field{"BreakerState", named("circuit_breaker_state"), Take::breaker},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kOutlet{
    Field{"PowerWatts/Reading", named("power_watts")},
    Field{"PowerWatts/ApparentVA", named("apparent_power_volt_amperes")},
    Field{"PowerWatts/ReactiveVAR", named("reactive_power_volt_amperes_reactive")},
    Field{"PowerWatts/PowerFactor", named("power_factor")},
    Field{"PowerLoadPercent/Reading", named("power_load_ratio"), Take::percent},
    Field{"EnergyJoules/Reading", named("energy_joules_total")},
    Field{"EnergykWh/Reading", named("energy_joules_total"), Take::kilowatt_hours},
    Field{"EnergykWh/LifetimeReading", named("energy_lifetime_joules_total"), Take::kilowatt_hours},
    Field{"Voltage/Reading", named("voltage_volts")},
    Field{"CurrentAmps/Reading", named("current_amperes")},
    Field{"FrequencyHz/Reading", named("mains_frequency_hertz")},
    Field{"UnbalancedCurrentPercent/Reading", named("current_unbalance_ratio"), Take::percent},
    Field{"UnbalancedVoltagePercent/Reading", named("voltage_unbalance_ratio"), Take::percent},
    Field{"PolyPhaseVoltage/Line1ToLine2/Reading", named("voltage_line1_line2_volts")},
    Field{"PolyPhaseVoltage/Line2ToLine3/Reading", named("voltage_line2_line3_volts")},
    Field{"PolyPhaseVoltage/Line3ToLine1/Reading", named("voltage_line3_line1_volts")},
    Field{"PolyPhaseVoltage/Line1ToNeutral/Reading", named("voltage_line1_neutral_volts")},
    Field{"PolyPhaseVoltage/Line2ToNeutral/Reading", named("voltage_line2_neutral_volts")},
    Field{"PolyPhaseVoltage/Line3ToNeutral/Reading", named("voltage_line3_neutral_volts")},
    Field{"PolyPhasePowerWatts/Line1ToLine2/Reading", named("power_line1_line2_watts")},
    Field{"PolyPhasePowerWatts/Line2ToLine3/Reading", named("power_line2_line3_watts")},
    Field{"PolyPhasePowerWatts/Line3ToLine1/Reading", named("power_line3_line1_watts")},
    Field{"PolyPhasePowerWatts/Line1ToNeutral/Reading", named("power_line1_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line2ToNeutral/Reading", named("power_line2_neutral_watts")},
    Field{"PolyPhasePowerWatts/Line3ToNeutral/Reading", named("power_line3_neutral_watts")},
    Field{"PolyPhaseCurrentAmps/Line1/Reading", named("current_line1_amperes")},
    Field{"PolyPhaseCurrentAmps/Line2/Reading", named("current_line2_amperes")},
    Field{"PolyPhaseCurrentAmps/Line3/Reading", named("current_line3_amperes")},
    Field{"PolyPhaseCurrentAmps/Neutral/Reading", named("current_neutral_amperes")},
    Field{"RatedCurrentAmps", named("current_rated_amperes")},
    Field{"PowerState", named("outlet_powered"), Take::power_switch},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kOutletGroup{
    Field{"PowerWatts/Reading", named("power_watts")},
    Field{"PowerWatts/ApparentVA", named("apparent_power_volt_amperes")},
    Field{"PowerWatts/ReactiveVAR", named("reactive_power_volt_amperes_reactive")},
    Field{"PowerWatts/PowerFactor", named("power_factor")},
    Field{"PowerLoadPercent/Reading", named("power_load_ratio"), Take::percent},
    Field{"EnergyJoules/Reading", named("energy_joules_total")},
    Field{"EnergykWh/Reading", named("energy_joules_total"), Take::kilowatt_hours},
    Field{"EnergykWh/LifetimeReading", named("energy_lifetime_joules_total"), Take::kilowatt_hours},
    Field{"Voltage/Reading", named("voltage_volts")},
    Field{"CurrentAmps/Reading", named("current_amperes")},
    Field{"PowerState", named("outlet_powered"), Take::power_switch},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kTables{
    FieldTable{"CoolingUnit", kCoolingUnit},
    FieldTable{"CoolingLoop", kCoolingLoop},
    FieldTable{"CoolantConnector", kCoolantConnector},
    FieldTable{"Pump", kPump},
    FieldTable{"Reservoir", kReservoir},
    FieldTable{"Filter", kFilter},
    FieldTable{"LeakDetector", kLeakDetector},
    FieldTable{"PowerDistribution", kPowerDistribution},
    FieldTable{"PowerDistributionMetrics", kPowerDistributionMetrics},
    FieldTable{"Circuit", kCircuit},
    FieldTable{"Outlet", kOutlet},
    FieldTable{"OutletGroup", kOutletGroup},
};
// clang-format on

}  // namespace

std::span<const FieldTable> facility_fields() {
  return kTables;
}

}  // namespace rackproof::redfish
