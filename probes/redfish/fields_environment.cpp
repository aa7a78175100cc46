#include <array>

#include "probes/redfish/redfish_fields.h"
#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

// Members of chassis, their environment, fans, power supplies and batteries (DSP0268; "Oem/Nvidia"
// as real BMCs of that maker write it). One line a member.
// clang-format off
constexpr std::array kSensor{
    Field{"ApparentVA", named("apparent_power_volt_amperes")},
    Field{"ReactiveVAR", named("reactive_power_volt_amperes_reactive")},
    Field{"PowerFactor", named("power_factor")},
    Field{"LoadPercent", named("power_load_ratio"), Take::percent},
    Field{"SpeedRPM", named("fan_speed_rpm")},
};

constexpr std::array kEnvironmentMetrics{
    Field{"TemperatureCelsius/Reading", named("temperature_celsius"), Take::celsius},
    Field{"AmbientTemperatureCelsius/Reading", named("ambient_temperature_celsius"), Take::celsius},
    Field{"DewPointCelsius/Reading", named("dew_point_celsius"), Take::celsius},
    Field{"HumidityPercent/Reading", named("relative_humidity_ratio"), Take::percent},
    Field{"AbsoluteHumidity/Reading", named("absolute_humidity_grams_per_cubic_metre")},
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
    Field{"PowerLimitWatts/SetPoint", named("power_cap_watts")},
    Field{"PowerLimitWatts/AllowableMax", named("power_cap_max_watts")},
    Field{"PowerLimitWatts/AllowableMin", named("power_cap_min_watts")},
};

constexpr std::array kChassis{
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kComputerSystem{
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kManager{
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kThermalMetrics{
    Field{"TemperatureSummaryCelsius/Internal/Reading", named("internal_temperature_celsius"), Take::celsius},
    Field{"TemperatureSummaryCelsius/Intake/Reading", named("intake_temperature_celsius"), Take::celsius},
    Field{"TemperatureSummaryCelsius/Ambient/Reading", named("ambient_temperature_celsius"), Take::celsius},
    Field{"TemperatureSummaryCelsius/Exhaust/Reading", named("exhaust_temperature_celsius"), Take::celsius},
    Field{"AirFlowCubicMetersPerMinute/Reading", named("air_flow_cubic_metres_per_second"), Take::per_minute},
    Field{"DeltaPressurekPa/Reading", named("pressure_difference_pascals"), Take::kilo},
    Field{"PowerWatts/Reading", named("cooling_power_watts")},
    Field{"EnergykWh/Reading", named("cooling_energy_joules_total"), Take::kilowatt_hours},
};

constexpr std::array kFan{
    Field{"SpeedPercent/Reading", named("fan_duty_ratio"), Take::percent},
    Field{"SpeedPercent/SpeedRPM", named("fan_speed_rpm")},
    Field{"PowerWatts/Reading", named("power_watts")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPowerSubsystem{
    Field{"CapacityWatts", named("power_capacity_watts")},
    Field{"Allocation/AllocatedWatts", named("power_allocated_watts")},
    Field{"Allocation/RequestedWatts", named("power_requested_watts")},
};

constexpr std::array kPowerSupply{
    Field{"PowerCapacityWatts", named("power_capacity_watts")},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kPowerSupplyMetrics{
    Field{"InputPowerWatts/Reading", named("input_power_watts"), Take::supply_watts},
    Field{"OutputPowerWatts/Reading", named("output_power_watts"), Take::supply_watts},
    Field{"InputVoltage/Reading", named("input_voltage_volts")},
    Field{"InputCurrentAmps/Reading", named("input_current_amperes")},
    Field{"FrequencyHz/Reading", named("mains_frequency_hertz")},
    Field{"EnergykWh/Reading", named("energy_joules_total"), Take::kilowatt_hours},
    Field{"EnergykWh/LifetimeReading", named("energy_lifetime_joules_total"), Take::kilowatt_hours},
    Field{"TemperatureCelsius/Reading", named("temperature_celsius"), Take::celsius},
    Field{"FanSpeedPercent/Reading", named("fan_duty_ratio"), Take::percent},
    Field{"FanSpeedPercent/SpeedRPM", named("fan_speed_rpm")},
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
};

constexpr std::array kBattery{
    Field{"StateOfHealthPercent/Reading", named("battery_health_ratio"), Take::percent},
    Field{"Status/Health", named("device_health"), Take::health},
};

constexpr std::array kBatteryMetrics{
    Field{"ChargePercent/Reading", named("battery_charge_ratio"), Take::percent},
    Field{"StoredEnergyWattHours/Reading", named("battery_stored_energy_joules"), Take::watt_hours},
    Field{"DischargeCycles", named("battery_discharge_cycles_count")},
    Field{"InputVoltage/Reading", named("input_voltage_volts")},
    Field{"InputCurrentAmps/Reading", named("input_current_amperes")},
    Field{"InputPowerWatts/Reading", named("input_power_watts"), Take::supply_watts},
    Field{"OutputPowerWatts/Reading", named("output_power_watts"), Take::supply_watts},
    Field{"TemperatureCelsius/Reading", named("temperature_celsius"), Take::celsius},
};

constexpr std::array kTables{
    FieldTable{"Sensor", kSensor},
    FieldTable{"EnvironmentMetrics", kEnvironmentMetrics},
    FieldTable{"Chassis", kChassis},
    FieldTable{"ComputerSystem", kComputerSystem},
    FieldTable{"Manager", kManager},
    FieldTable{"ThermalMetrics", kThermalMetrics},
    FieldTable{"Fan", kFan},
    FieldTable{"PowerSubsystem", kPowerSubsystem},
    FieldTable{"PowerSupply", kPowerSupply},
    FieldTable{"PowerSupplyMetrics", kPowerSupplyMetrics},
    FieldTable{"Battery", kBattery},
    FieldTable{"BatteryMetrics", kBatteryMetrics},
};
// clang-format on

}  // namespace

std::span<const FieldTable> environment_fields() {
  return kTables;
}

}  // namespace rackproof::redfish
