#include "probes/redfish/reading_types.h"

#include <algorithm>
#include <array>

#include "schemas/catalogue.h"

namespace rackproof::redfish {
namespace {

using metrics::named;

constexpr LimitMetrics kTemperatureLimits{
    named("temperature_min_celsius"), named("temperature_lower_critical_celsius"),
    named("temperature_max_celsius"), named("temperature_critical_celsius"),
    named("temperature_emergency_celsius")};
constexpr LimitMetrics kVoltageLimits{
    named("voltage_min_volts"), named("voltage_lower_critical_volts"), named("voltage_max_volts"),
    named("voltage_critical_volts"), nullptr};
constexpr LimitMetrics kCurrentLimits{
    named("current_min_amperes"), named("current_lower_critical_amperes"),
    named("current_max_amperes"), named("current_critical_amperes"), nullptr};
constexpr LimitMetrics kPowerLimits{nullptr, nullptr, named("power_max_watts"),
                                    named("power_critical_watts"), nullptr};
constexpr LimitMetrics kFanLimits{named("fan_speed_min_rpm"), nullptr, nullptr, nullptr, nullptr};

constexpr auto kEnergy = named("energy_joules_total");
constexpr auto kPressure = named("pressure_pascals");
constexpr auto kPressureDifference = named("pressure_difference_pascals");
constexpr auto kAirFlow = named("air_flow_cubic_metres_per_second");
constexpr auto kLiquidFlow = named("liquid_flow_cubic_metres_per_second");

// clang-format off
constexpr std::array kTypes{
    ReadingType{"Temperature", "Cel", DeviceKind::temperature_sensor, named("temperature_celsius"), named("temperature_difference_celsius"), named("temperature_margin_celsius"), kTemperatureLimits},
    ReadingType{"Humidity", "%", DeviceKind::sensor, named("relative_humidity_ratio")},
    ReadingType{"Power", "W", DeviceKind::power_sensor, named("power_watts"), nullptr, nullptr, kPowerLimits},
    ReadingType{"EnergykWh", "kW.h", DeviceKind::sensor, kEnergy},
    ReadingType{"EnergyJoules", "J", DeviceKind::sensor, kEnergy},
    ReadingType{"EnergyWh", "W.h", DeviceKind::sensor, kEnergy},
    ReadingType{"ChargeAh", "A.h", DeviceKind::sensor, named("charge_ampere_hours")},
    ReadingType{"Voltage", "V", DeviceKind::voltage_sensor, named("voltage_volts"), nullptr, nullptr, kVoltageLimits},
    ReadingType{"Current", "A", DeviceKind::current_sensor, named("current_amperes"), nullptr, nullptr, kCurrentLimits},
    ReadingType{"Frequency", "Hz", DeviceKind::sensor, named("clock_frequency_hertz")},
    ReadingType{"Pressure", "Pa", DeviceKind::sensor, kPressure, kPressureDifference},
    ReadingType{"PressurekPa", "kPa", DeviceKind::sensor, kPressure, kPressureDifference},
    ReadingType{"PressurePa", "Pa", DeviceKind::sensor, kPressure, kPressureDifference},
    ReadingType{"LiquidLevel", "cm", DeviceKind::sensor, named("liquid_level_metres")},
    ReadingType{"Rotational", "RPM", DeviceKind::fan, named("fan_speed_rpm"), nullptr, nullptr, kFanLimits},
    ReadingType{"AirFlow", "[ft_i]3/min", DeviceKind::sensor, kAirFlow},
    ReadingType{"AirFlowCMM", "m3/min", DeviceKind::sensor, kAirFlow},
    ReadingType{"LiquidFlow", "L/s", DeviceKind::sensor, kLiquidFlow},
    ReadingType{"LiquidFlowLPM", "L/min", DeviceKind::sensor, kLiquidFlow},
    ReadingType{"Barometric", "mm[Hg]", DeviceKind::sensor, named("barometric_pressure_pascals")},
    ReadingType{"Altitude", "m", DeviceKind::sensor, named("altitude_metres")},
    ReadingType{"Percent", "%", DeviceKind::sensor, named("sensor_share_ratio")},
    ReadingType{"AbsoluteHumidity", "g/m3", DeviceKind::sensor, named("absolute_humidity_grams_per_cubic_metre")},
    ReadingType{"Heat", "kW", DeviceKind::sensor, named("heat_removed_watts")},
    ReadingType{"Valve", "%", DeviceKind::sensor, named("valve_position_ratio")},
    ReadingType{"LinearPosition", "m", DeviceKind::sensor, named("linear_position_metres")},
    ReadingType{"LinearVelocity", "m/s", DeviceKind::sensor, named("linear_velocity_metres_per_second")},
    ReadingType{"LinearAcceleration", "m/s2", DeviceKind::sensor, named("linear_acceleration_metres_per_second_squared")},
    ReadingType{"RotationalPosition", "rad", DeviceKind::sensor, named("rotational_position_radians")},
    ReadingType{"RotationalVelocity", "rad/s", DeviceKind::sensor, named("rotational_velocity_radians_per_second")},
    ReadingType{"RotationalAcceleration", "rad/s2", DeviceKind::sensor, named("rotational_acceleration_radians_per_second_squared")},
};

/// Standard spellings first; then what BMCs were seen to write.
constexpr std::array kUnitTexts{
    SensorUnit{"Cel", Unit::celsius, Take::celsius},
    SensorUnit{"%", Unit::ratio, Take::percent},
    SensorUnit{"W", Unit::watt},
    SensorUnit{"kW", Unit::watt, Take::kilo},
    SensorUnit{"J", Unit::joule},
    SensorUnit{"W.h", Unit::joule, Take::watt_hours},
    SensorUnit{"kW.h", Unit::joule, Take::kilowatt_hours},
    SensorUnit{"A.h", Unit::ampere_hour},
    SensorUnit{"V", Unit::volt},
    SensorUnit{"A", Unit::ampere},
    SensorUnit{"Hz", Unit::hertz},
    SensorUnit{"MHz", Unit::hertz, Take::mega},
    SensorUnit{"GHz", Unit::hertz, Take::giga},
    SensorUnit{"Pa", Unit::pascal},
    SensorUnit{"kPa", Unit::pascal, Take::kilo},
    SensorUnit{"cm", Unit::metre, Take::centi},
    SensorUnit{"m", Unit::metre},
    SensorUnit{"RPM", Unit::rpm},
    SensorUnit{"{rev}/min", Unit::rpm},
    SensorUnit{"[ft_i]3/min", Unit::cubic_metre_per_second, Take::number, 0.028316846592 / 60},
    SensorUnit{"[cft_i]/min", Unit::cubic_metre_per_second, Take::number, 0.028316846592 / 60},
    SensorUnit{"m3/min", Unit::cubic_metre_per_second, Take::per_minute},
    SensorUnit{"L/s", Unit::cubic_metre_per_second, Take::milli},
    SensorUnit{"L/min", Unit::cubic_metre_per_second, Take::litres_per_minute},
    SensorUnit{"mm[Hg]", Unit::pascal, Take::number, 133.322387415},
    SensorUnit{"g/m3", Unit::gram_per_cubic_metre},
    SensorUnit{"m/s", Unit::metre_per_second},
    SensorUnit{"m/s2", Unit::metre_per_second_squared},
    SensorUnit{"rad", Unit::radian},
    SensorUnit{"rad/s", Unit::radian_per_second},
    SensorUnit{"rad/s2", Unit::radian_per_second_squared},
    SensorUnit{"mV", Unit::volt, Take::milli},
    SensorUnit{"mA", Unit::ampere, Take::milli},
    SensorUnit{"mW", Unit::watt, Take::milli},
    SensorUnit{"C", Unit::celsius, Take::celsius, 1, false},
    SensorUnit{"degC", Unit::celsius, Take::celsius, 1, false},
    SensorUnit{"Celsius", Unit::celsius, Take::celsius, 1, false},
    SensorUnit{"Percent", Unit::ratio, Take::percent, 1, false},
    SensorUnit{"Watts", Unit::watt, Take::number, 1, false},
    SensorUnit{"Volts", Unit::volt, Take::number, 1, false},
    SensorUnit{"Amps", Unit::ampere, Take::number, 1, false},
    SensorUnit{"rpm", Unit::rpm, Take::number, 1, false},
    SensorUnit{"kWh", Unit::joule, Take::kilowatt_hours, 1, false},
    SensorUnit{"Wh", Unit::joule, Take::watt_hours, 1, false},
    SensorUnit{"LPM", Unit::cubic_metre_per_second, Take::litres_per_minute, 1, false},
};
// clang-format on

}  // namespace

std::span<const ReadingType> reading_types() {
  return kTypes;
}

const ReadingType* reading_type(std::string_view name) {
  const auto* const found = std::ranges::find(kTypes, name, &ReadingType::name);
  return found == kTypes.end() ? nullptr : found;
}

const SensorUnit* sensor_unit(std::string_view text) {
  const auto* const found = std::ranges::find(kUnitTexts, text, &SensorUnit::text);
  return found == kUnitTexts.end() ? nullptr : found;
}

const ReadingType* type_of_unit(const SensorUnit& unit) {
  if (unit.base == Unit::ratio || unit.text == "m") {
    return nullptr;
  }
  const bool air_or_liquid = unit.base == Unit::cubic_metre_per_second || unit.base == Unit::metre;
  const auto* const found = std::ranges::find_if(kTypes, [&](const ReadingType& type) {
    return air_or_liquid ? type.unit == unit.text : type.metric->unit == unit.base;
  });
  return found == kTypes.end() ? nullptr : found;
}

}  // namespace rackproof::redfish
