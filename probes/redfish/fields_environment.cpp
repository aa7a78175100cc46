#include <array>

#include "probes/redfish/field_groups.h"
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

constexpr auto kEnvironmentMetrics = joined(std::array{
    Field{"TemperatureCelsius/Reading", named("temperature_celsius"), Take::celsius},
    Field{"AmbientTemperatureCelsius/Reading", named("ambient_temperature_celsius"), Take::celsius},
    Field{"DewPointCelsius/Reading", named("dew_point_celsius"), Take::celsius},
    Field{"HumidityPercent/Reading", named("relative_humidity_ratio"), Take::percent},
    Field{"AbsoluteHumidity/Reading", named("absolute_humidity_grams_per_cubic_metre")},
}, kMetered, std::array{
    Field{"PowerLimitWatts/SetPoint", named("power_cap_watts")},
    Field{"PowerLimitWatts/AllowableMax", named("power_cap_max_watts")},
    Field{"PowerLimitWatts/AllowableMin", named("power_cap_min_watts")},
});

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

constexpr auto kPowerSupplyMetrics = joined(std::array{
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
}, kPolyPhase);

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
    FieldTable{"Chassis", kHealth},
    FieldTable{"ComputerSystem", kHealth},
    FieldTable{"Manager", kHealth},
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
